import Anthropic from "@anthropic-ai/sdk";
/** The message with all its calls, whole; each try is billed. */
async function askForCalls(
  client: Anthropic, request: Anthropic.MessageStreamParams, tries = 2,
) {
  for (let left = tries - 1; ; left--) {
    const inputs = [""];
    try {
      const message = await client.messages.stream(request)
        .on("inputJson", (part) => { inputs[inputs.length - 1] += part; })
        .on("contentBlock", () => inputs.push(""))
        .finalMessage();
      const call = message.content.at(-1)?.type === "tool_use";
      if (call && message.stop_reason !== "tool_use")
        throw new Error(`the last call is cut: ${message.stop_reason}`);
      const whole = (x: string) => JSON.parse(x) && /^\s*\{/.test(x);
      if (!inputs.filter(Boolean).every(whole))
        throw new Error("a tool's input is not a JSON object");
      return message;
    } catch (error) {
      const other = error instanceof Anthropic.APIError; // not of an input
      if (other || left <= 0 || !/JSON/.test(String(error))) throw error;
    }
  }
}
