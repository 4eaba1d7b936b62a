import type Anthropic from "@anthropic-ai/sdk";

/** A result for each call, first in the very next user turn. */
function answerCalls(messages: Anthropic.MessageParam[]) {
  type Block = Anthropic.ContentBlockParam;
  const turns = messages.map(({ role, content }) => ({ role,
    blocks: typeof content !== "string" ? content
      : [{ type: "text" as const, text: content }] }));
  const results = turns.flatMap(({ blocks }) =>
    blocks.filter((block) => block.type === "tool_result"));
  const whole: Anthropic.MessageParam[] = [];
  let calls: string[] = [];
  for (const { role, blocks } of [...turns, { role: "user", blocks: [] }]) {
    const due = calls.map((id): Block =>
      results.find((block) => block.tool_use_id === id) ??
      { type: "tool_result", tool_use_id: id, is_error: true });
    const rest = blocks.filter((block) => block.type !== "tool_result");
    if (role === "user") rest.unshift(...due);
    else if (due.length) whole.push({ role: "user", content: due });
    if (rest.length) whole.push({ role, content: rest } as typeof whole[0]);
    calls = blocks.flatMap((b) => (b.type === "tool_use" ? [b.id] : []));
  }
  return whole;
}
