import type Anthropic from "@anthropic-ai/sdk";

/** A repeated id becomes a new one, in the call and in its result. */
function withFreshIds(messages: Anthropic.MessageParam[]) {
  const seen = new Set<string>();
  const calls = new Map<string, string[]>();
  return messages.map((turn, at): Anthropic.MessageParam => {
    if (turn.role === "assistant" && messages[at - 1]?.role === "user")
      calls.clear(); // turns of one role in a row are one turn
    if (typeof turn.content === "string") return turn;
    const content = turn.content.map((block) => {
      if (block.type === "tool_result") {
        const id = calls.get(block.tool_use_id)?.shift();
        return id ? { ...block, tool_use_id: id } : block;
      }
      if (block.type !== "tool_use") return block;
      let id = block.id;
      while (seen.has(id)) id += "_"; // the same each time: caches stay valid
      seen.add(id);
      calls.set(block.id, [...(calls.get(block.id) ?? []), id]);
      return { ...block, id };
    });
    return { ...turn, content } as Anthropic.MessageParam;
  });
}
