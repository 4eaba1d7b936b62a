import Anthropic from "@anthropic-ai/sdk";

// May begin a history: no results of tools, and not the second of two turns.
const asks = ({ role, content }: Anthropic.MessageParam, before?: string) =>
  role === "user" && before !== role && (typeof content === "string" ||
    content.every((block) => block.type !== "tool_result"));

/** Asks; while the body is too large, without the older half of it. */
async function ask(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  for (let turns = request.messages; ; ) {
    try {
      return await client.messages.create({ ...request, messages: turns });
    } catch (error) {
      const starts = turns.flatMap((turn, at) =>
        at && asks(turn, turns[at - 1]?.role) ? [at] : []);
      const large = error instanceof Anthropic.APIError && error.status === 413;
      if (!large || !starts.length) throw error; // not this, or one question
      turns = turns.slice(starts[starts.length >> 1]);
    }
  }
}
