import type Anthropic from "@anthropic-ai/sdk";

/** Without results that answer no call, and with one result per call. */
function dropOrphans(messages: Anthropic.MessageParam[]) {
  let open = new Set<string>();
  const kept: Anthropic.MessageParam[] = [];
  for (const turn of messages) {
    let { content } = turn;
    if (typeof content !== "string") {
      content = content.filter((block) =>
        block.type !== "tool_result" || open.delete(block.tool_use_id));
      open = new Set(content.flatMap((block) =>
        block.type === "tool_use" ? [block.id] : []));
    }
    const changed = { ...turn, content } as Anthropic.MessageParam;
    if (content.length) kept.push(changed);
  }
  return kept;
}
