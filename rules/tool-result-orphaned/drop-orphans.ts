import type Anthropic from "@anthropic-ai/sdk";

/** Without results that answer no call, and with one result per call. */
function dropOrphans(messages: Anthropic.MessageParam[]) {
  const open = new Set<string>();
  return messages.flatMap((turn, at): Anthropic.MessageParam[] => {
    const around = [messages[at - 1]?.role, messages[at + 1]?.role];
    // Turns of one role in a row are one turn.
    if (turn.role === "assistant" && around[0] === "user") open.clear();
    if (typeof turn.content === "string") return [turn];
    const content = turn.content.filter((block) => {
      if (block.type === "tool_use") open.add(block.id);
      return block.type !== "tool_result" || open.delete(block.tool_use_id);
    });
    if (content.length || !turn.content.length)
      return [{ ...turn, content } as Anthropic.MessageParam];
    if (around.includes("user")) return [];
    return [{ ...turn, content: "(an old result)" }]; // roles still alternate
  });
}
