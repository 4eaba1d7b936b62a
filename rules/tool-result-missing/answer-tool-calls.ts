import type Anthropic from "@anthropic-ai/sdk";
/** A result for each call, first in the next user turn. */
function answerCalls(messages: Anthropic.MessageParam[]) {
  const turns = messages.map(({ role, content }) => ({ role,
    blocks: typeof content !== "string" ? content
      : content ? [{ type: "text" as const, text: content }] : [] }));
  const results = new Map(turns.flatMap(({ blocks }) => blocks.flatMap((b) =>
    b.type === "tool_result" ? [[b.tool_use_id, b] as const] : [])));
  const order = [...results.keys()];
  const whole: Anthropic.MessageParam[] = [], calls: string[] = [];
  for (const { role, blocks } of [...turns, { role: "user", blocks: [] }]) {
    const content = blocks.filter((block) => block.type !== "tool_result");
    if (role === "user") {
      const lost = { type: "tool_result", is_error: true, content: "lost" };
      calls.sort((one, two) => order.indexOf(one) - order.indexOf(two));
      content.unshift(...calls.splice(0).map((id) => results.get(id) ??
        { ...lost, tool_use_id: id } as Anthropic.ToolResultBlockParam));
    }
    if (blocks.length && !content.length && whole.at(-1)?.role === "assistant")
      content.push({ type: "text", text: "(Go on.)" });
    if (content.length) whole.push({ role, content } as typeof whole[0]);
    calls.push(...blocks.flatMap((b) => b.type === "tool_use" ? [b.id] : []));
  }
  return whole;
}
