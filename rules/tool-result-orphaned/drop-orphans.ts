import type Anthropic from "@anthropic-ai/sdk";
/** Without results that answer no call, and with one result per call. */
function dropOrphans(messages: Anthropic.MessageParam[]) {
  const kept: Anthropic.MessageParam[] = [], open = new Set<string>();
  const old = "(an old result)", served = new Set<string>();
  messages.forEach(({ ...turn }, at) => {
    if (turn.role === "assistant" && messages[at - 1]?.role !== turn.role)
      open.clear(); // turns of one role in a row are one turn
    if (typeof turn.content !== "string") {
      turn.content = turn.content.filter((block) => {
        const ids = /^tool_(use|result)$/.test(block.type) ? open : served;
        if ("id" in block && typeof block.id === "string") ids.add(block.id);
        return !("tool_use_id" in block) || ids.delete(block.tool_use_id);
      }); // thinking may not be the last block:
      while (/thinking/.test(turn.content.at(-1)?.type!)) turn.content.pop();
    }
    if (!turn.content.length && messages[at]?.content[0]) turn.content = old;
    const last = kept.at(-1), joins = last?.role === turn.role;
    if (joins && last?.content === old) kept[kept.length - 1] = turn;
    else if (!joins || turn.content !== old) kept.push(turn); // alternating
  });
  if (kept.at(-1)?.content === old)
    throw new Error("nothing is asked: the last turn is an old result");
  return kept;
}
