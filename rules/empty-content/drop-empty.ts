import type Anthropic from "@anthropic-ai/sdk";
function tidy(part: any): any { // a content, a block, or a source
  if (typeof part === "string") return part.trim() && part;
  if (Array.isArray(part)) return part.map(tidy).filter(({ text, source }) =>
    text !== "" && (source?.type !== "text" || source.data.trim()));
  if (!part || /_tool_/.test(part.type)) return part; // the API wrote it
  const content = tidy(part.content);
  const gone = !content?.length && (part.content?.length || part.is_error);
  return { ...part, text: tidy(part.text), source: tidy(part.source),
    content: gone ? "(no output)" : content };
}
/** Without empty texts and turns, or thinking that nothing follows. */
function dropEmpty(messages: Anthropic.MessageParam[]) {
  const kept: Anthropic.MessageParam[] = [];
  for (const turn of [...messages].reverse()) {
    const content = tidy(turn.content ?? ""); // thinking may not be last
    const ends = kept[0]?.role !== "assistant";
    while (ends && /thinking/.test(content.at(-1)?.type)) content.pop();
    if (content.length) kept.unshift({ ...turn, content });
  }
  if (!["user", messages.at(-1)?.role].includes(kept.at(-1)?.role))
    throw new Error("nothing is asked: the last user turn is empty");
  return kept[0]?.role !== "assistant" ? kept
    : [{ role: "user" as const, content: "(Go on.)" }, ...kept];
}
