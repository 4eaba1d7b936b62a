import Anthropic from "@anthropic-ai/sdk";

const asks = ({ role, content }: Anthropic.MessageParam) =>
  role === "user" && (typeof content === "string" ||
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
      const starts = [...turns.keys()].filter((at) => at && asks(turns[at]!));
      if (!said || !starts.length) throw error; // not this, or one question
      const drop = turns.length * (1 - (0.9 * +said[2]!) / +said[1]!);
      const start = starts.find((at) => at >= drop) ?? starts.at(-1);
      turns = turns.slice(start);
    }
  }
}
