import type Anthropic from "@anthropic-ai/sdk";

function tidy(part: any): any { // a content, a block, or a source
  if (typeof part === "string") return part.trim() ? part : "";
  if (Array.isArray(part))
    return part.filter((b) => b.type !== "text" || b.text.trim()).map(tidy);
  if (!part || /_tool_/.test(part.type)) return part; // the API wrote it
  const kept = { ...part };
  for (const key of ["content", "source"])
    if (key in part) kept[key] = tidy(part[key]);
  const gone = !kept.content?.length && (part.content?.length || part.is_error);
  if (part.type === "tool_result" && gone) kept.content = "(no output)";
  return kept;
}

/** Without empty texts, also in results and documents, or empty turns. */
function dropEmpty(messages: Anthropic.MessageParam[]) {
  const kept: Anthropic.MessageParam[] = messages
    .map((turn) => ({ ...turn, content: tidy(turn.content) }))
    .filter((turn) => turn.content?.length);
  if (kept[0]?.role === "assistant" && messages[0]?.role !== "assistant")
    kept.unshift({ role: "user", content: "(Go on.)" });
  return kept;
}
