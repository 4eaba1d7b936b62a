import Anthropic from "@anthropic-ai/sdk";

/** The message, its parallel calls read one by one; each try is billed. */
async function askForCalls(
  client: Anthropic, request: Anthropic.MessageStreamParams, tries = 2,
) {
  for (let left = tries - 1; ; left--) {
    try {
      return await client.messages.stream(request).finalMessage();
    } catch (error) {
      const invalid = /JSON/.test(String(error)) &&
        !(error instanceof Anthropic.APIError); // a tool's input
      if (!invalid || left <= 0) throw error;
    }
  }
}
