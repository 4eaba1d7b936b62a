import type Anthropic from "@anthropic-ai/sdk";

/** One turn for each run of one role; the first one is the user's. */
function mergeTurns(messages: Anthropic.MessageParam[]) {
  type Block = Anthropic.ContentBlockParam;
  const merged: { role: typeof messages[0]["role"], content: Block[] }[] = [];
  // Results of tool calls stand before everything else.
  const late = (block: Block) => +(block.type !== "tool_result");
  for (const { role, content } of [...messages].reverse()) {
    const blocks: Block[] = typeof content !== "string" ? content
      : [{ type: "text", text: content }];
    const said = blocks.filter((b) => b.type !== "text" || b.text.trim());
    if (merged[0]?.role === role) said.push(...merged.shift()!.content);
    // Thinking may not be the last block.
    while (/thinking/.test(said.at(-1)?.type ?? "")) said.pop();
    said.sort((one, two) => late(one) - late(two));
    if (said.length) merged.unshift({ role, content: said });
  }
  if (!["user", messages.at(-1)?.role].includes(merged.at(-1)?.role))
    throw new Error("nothing is asked: the last user turn is empty");
  if (merged[0]?.role === "assistant")
    merged.unshift({ role: "user",
      content: [{ type: "text", text: "(Go on.)" }] });
  return merged;
}
