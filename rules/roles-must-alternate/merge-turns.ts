import type Anthropic from "@anthropic-ai/sdk";

type Turn = { role: Anthropic.MessageParam["role"],
  content: Anthropic.ContentBlockParam[] };

/** One turn for each run of one role; the first one is the user's. */
function mergeTurns(messages: Anthropic.MessageParam[]) {
  const merged: Turn[] = [];
  // Results of tool calls stand before everything else.
  const late = (block: { type: string }) => +(block.type !== "tool_result");
  for (const { role, content } of messages) {
    const blocks: Turn["content"] = typeof content !== "string" ? content
      : [{ type: "text", text: content }];
    const full = blocks.filter((b) => b.type !== "text" || b.text.trim());
    if (!full.length) continue; // it says nothing
    const last = merged.at(-1);
    if (!last && role === "assistant")
      merged.push({ role: "user",
        content: [{ type: "text", text: "(Go on.)" }] });
    if (last?.role !== role) merged.push({ role, content: full });
    else last.content = [...last.content, ...full]
      .sort((one, two) => late(one) - late(two));
  }
  return merged;
}
