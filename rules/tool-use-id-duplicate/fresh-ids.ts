import type Anthropic from "@anthropic-ai/sdk";

/** A repeated id becomes a new one, in the call and in its result. */
function withFreshIds(messages: Anthropic.MessageParam[]) {
  const seen = new Set<string>();
  let calls = new Map<string, string[]>();
  return messages.map((turn): Anthropic.MessageParam => {
    const answered = calls;
    calls = new Map();
    if (typeof turn.content === "string") return turn;
    const content = turn.content.map((block) => {
      if (block.type === "tool_result") {
        const id = answered.get(block.tool_use_id)?.shift();
        return id ? { ...block, tool_use_id: id } : block;
      }
      if (block.type !== "tool_use") return block;
      const used = seen.has(block.id);
      const id = used ? `toolu_${crypto.randomUUID()}` : block.id;
      seen.add(id);
      calls.set(block.id, [...(calls.get(block.id) ?? []), id]);
      return { ...block, id };
    });
    return { ...turn, content } as Anthropic.MessageParam;
  });
}
