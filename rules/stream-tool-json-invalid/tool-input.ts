import Anthropic from "@anthropic-ai/sdk";
/** The message at message_stop, all calls whole; each try is billed. */
async function askForCalls(client: Anthropic,
  request: Anthropic.MessageStreamParams, tries = 2) {
  for (let left = tries - 1; ; left--) {
    const inputs: string[] = []; // of each block
    try {
      const stream = client.messages.stream(request).on("streamEvent", (e) => {
        if (e.type === "content_block_delta" && "partial_json" in e.delta)
          inputs[e.index] = (inputs[e.index] ?? "") + e.delta.partial_json;
      });
      const ends = [stream.emitted("message"), stream.finalMessage()] as const;
      const message = await Promise.race(ends).finally(() => stream.abort());
      const { stop_reason: why, content } = message;
      if (why !== "tool_use" && content.at(-1)?.type === "tool_use")
        throw Object.assign(new Error(`cut call: ${why}`), { answer: message });
      if (!inputs.every((x) => !x || JSON.parse(x) && /^\s*\{/.test(x)))
        throw new Error("a tool's input is not a JSON object");
      return message;
    } catch (error) {
      const other = error instanceof Anthropic.APIError; // not of an input
      if (other || left <= 0 || !/JSON/.test(String(error))) throw error;
    }
  }
}
