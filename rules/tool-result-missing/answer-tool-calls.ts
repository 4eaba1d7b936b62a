import type Anthropic from "@anthropic-ai/sdk";

/** A result for each call, first in the very next user turn. */
function answerCalls(messages: Anthropic.MessageParam[]) {
  const whole: Anthropic.MessageParam[] = [];
  let lost: string[] = [];
  for (let turn of [...messages, { role: "user" as const, content: [] }]) {
    const blocks = typeof turn.content !== "string" ? turn.content
      : [{ type: "text" as const, text: turn.content }];
    if (lost.length) {
      const given = blocks.filter((block) => block.type === "tool_result");
      const results = lost.map((id): Anthropic.ToolResultBlockParam =>
        given.find((block) => block.tool_use_id === id) ??
        { type: "tool_result", tool_use_id: id, is_error: true });
      const rest = blocks.filter((block) => block.type !== "tool_result");
      if (turn.role === "user")
        turn = { role: "user", content: [...results, ...rest] };
      else whole.push({ role: "user", content: results });
    }
    if (turn.content.length) whole.push(turn);
    lost = blocks.flatMap((b) => (b.type === "tool_use" ? [b.id] : []));
  }
  return whole;
}
