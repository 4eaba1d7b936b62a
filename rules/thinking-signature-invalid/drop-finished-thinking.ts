import type Anthropic from "@anthropic-ai/sdk";

/** Thinking stays only in the turn that is still open. */
function dropFinishedThinking(messages: Anthropic.MessageParam[]) {
  const asks = ({ role, content }: Anthropic.MessageParam) =>
    role === "user" && (typeof content === "string" ||
      content.every((block) => block.type !== "tool_result"));
  const openFrom = messages.findLastIndex(asks);
  return messages
    .map((turn, at) => {
      if (at >= openFrom || typeof turn.content === "string") return turn;
      const content = turn.content.filter(({ type }) =>
        type !== "thinking" && type !== "redacted_thinking");
      return { ...turn, content };
    })
    .filter((turn) => turn.content.length > 0);
}
