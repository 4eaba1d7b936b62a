import type Anthropic from "@anthropic-ai/sdk";

/** Thinking stays only in the turn that is still open. */
function dropFinishedThinking(messages: Anthropic.MessageParam[]) {
  let start = 0; // of the user's last question: a turn without results
  let answers = false;
  messages.forEach(({ role, content }, at) => {
    const results = typeof content !== "string" &&
      content.some((block) => block.type === "tool_result");
    answers = role === "user" && (answers || results);
    if (role === "user" && !answers) start = at;
  });
  return messages
    .map((turn, at) => {
      if (at >= start || typeof turn.content === "string") return turn;
      const content = turn.content.filter(({ type }) =>
        type !== "thinking" && type !== "redacted_thinking");
      return { ...turn, content } as Anthropic.MessageParam;
    })
    .filter((turn) => turn.content.length > 0);
}
