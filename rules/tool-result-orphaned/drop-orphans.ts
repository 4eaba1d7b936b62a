import type Anthropic from "@anthropic-ai/sdk";

/** Without results that answer no call, and with one result per call. */
function dropOrphans(messages: Anthropic.MessageParam[]) {
  let open = new Set<string>();
  return messages.map((turn): Anthropic.MessageParam => {
    const answered = open;
    open = new Set();
    if (typeof turn.content === "string") return turn;
    const content = turn.content.filter((block) =>
      block.type !== "tool_result" || answered.delete(block.tool_use_id));
    for (const block of content)
      if (block.type === "tool_use") open.add(block.id);
    // A turn stays where it is, so that the roles still alternate.
    const left = content.length ? content : "(an old result)";
    return { ...turn, content: left } as Anthropic.MessageParam;
  });
}
