import type Anthropic from "@anthropic-ai/sdk";

/** The history without blanks at the end of a last assistant turn. */
function stripEnd(messages: Anthropic.MessageParam[]) {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return messages;
  const content = typeof last.content === "string"
    ? last.content.trimEnd()
    : last.content.map((block, at, all) =>
        block.type === "text" && at === all.length - 1
          ? { ...block, text: block.text.trimEnd() } : block);
  return [...messages.slice(0, -1), { ...last, content }];
}
