import Anthropic from "@anthropic-ai/sdk";

// May begin a history: no results of tools, and not the second of two turns.
const asks = ({ role, content }: Anthropic.MessageParam, before?: string) =>
  role === "user" && before !== role && (typeof content === "string" ||
    content.every((block) => block.type !== "tool_result"));

/** Asks; while the prompt is too long, without its oldest exchanges. */
async function ask(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  for (let turns = request.messages; ; ) {
    try {
      return await client.messages.create({ ...request, messages: turns });
    } catch (error) {
      const said = /too long: (\d+) tokens > (\d+)/.exec(String(error));
      const starts = turns.flatMap((turn, at) =>
        at && asks(turn, turns[at - 1]?.role) ? [at] : []);
      if (!said || !starts.length) throw error; // not this, or one question
      const drop = turns.length * (1 - (0.9 * +said[2]!) / +said[1]!);
      const start = starts.find((at) => at >= drop) ?? starts.at(-1);
      turns = turns.slice(start);
    }
  }
}
