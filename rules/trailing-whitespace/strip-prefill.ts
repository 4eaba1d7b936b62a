import type Anthropic from "@anthropic-ai/sdk";

/** The history without blanks at the end of a last assistant turn. */
function stripEnd(
  messages: Anthropic.MessageParam[],
): Anthropic.MessageParam[] {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return messages;
  let content = last.content;
  if (typeof content === "string") content = content.trimEnd();
  else {
    content = [...content];
    for (let end; (end = content.pop()); ) {
      if (/thinking/.test(end.type)) continue; // it may not be the last block
      if (end.type === "text") end = { ...end, text: end.text.trimEnd() };
      if (end.type === "text" && !end.text) continue;
      content.push(end);
      break;
    }
  }
  const before = messages.slice(0, -1);
  return content.length ? [...before, { ...last, content }] : stripEnd(before);
}
