import type Anthropic from "@anthropic-ai/sdk";
/** Without results that answer no call, and with one result per call. */
function dropOrphans(messages: Anthropic.MessageParam[]) {
  const kept: Anthropic.MessageParam[] = [], open = new Set<string>();
  const old = "(an old result)", served = new Set<string>();
  messages.forEach((turn, at) => {
    // Turns of one role in a row are one turn.
    const begins = turn.role !== messages[at - 1]?.role;
    if (turn.role === "assistant" && begins) open.clear();
    let content = turn.content;
    if (typeof content !== "string") content = content.filter((block) => {
      const ids = /^tool_(use|result)$/.test(block.type) ? open : served;
      if ("id" in block && typeof block.id === "string") ids.add(block.id);
      return !("tool_use_id" in block) || ids.delete(block.tool_use_id);
    });
    if (!content.length && turn.content.length) content = old;
    const joins = kept.at(-1)?.role === turn.role; // roles still alternate
    if (joins && kept.at(-1)?.content === old) kept.splice(-1, 1);
    else if (joins && content === old) return;
    kept.push({ ...turn, content } as Anthropic.MessageParam);
  });
  if (kept.at(-1)?.content === old)
    throw new Error("nothing is asked: the last turn is an old result");
  return kept;
}
