import Anthropic from "@anthropic-ai/sdk";

const asks = ({ role, content }: Anthropic.MessageParam) =>
  role === "user" && (typeof content === "string" ||
    content.every((block) => block.type !== "tool_result"));

/** Asks; while the body is too large, without its oldest exchange. */
async function ask(
  client: Anthropic, request: Anthropic.MessageCreateParamsNonStreaming,
) {
  for (let turns = request.messages; ; ) {
    try {
      return await client.messages.create({ ...request, messages: turns });
    } catch (error) {
      const start = turns.findIndex((turn, at) => at > 0 && asks(turn));
      const large = error instanceof Anthropic.APIError && error.status === 413;
      if (!large || start < 0) throw error; // not this, or one question
      turns = turns.slice(start);
    }
  }
}
