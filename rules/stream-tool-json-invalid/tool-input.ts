import Anthropic from "@anthropic-ai/sdk";

/** The message with all its calls, whole; each try is billed. */
async function askForCalls(
  client: Anthropic, request: Anthropic.MessageStreamParams, tries = 2,
) {
  for (let left = tries - 1; ; left--) {
    try {
      const message = await client.messages.stream(request).finalMessage();
      const cut = message.content.at(-1)?.type === "tool_use";
      if (message.stop_reason !== "max_tokens" || !cut) return message;
      throw new Error("max_tokens cut the last call: raise the limit");
    } catch (error) {
      const invalid = /JSON/.test(String(error)) &&
        !(error instanceof Anthropic.APIError); // a tool's input
      if (!invalid || left <= 0) throw error;
    }
  }
}
