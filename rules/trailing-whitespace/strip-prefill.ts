import type Anthropic from "@anthropic-ai/sdk";

/** The history without blanks at the end of a last assistant turn. */
function stripEnd(messages: Anthropic.MessageParam[]) {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return messages;
  let content = last.content;
  if (typeof content === "string") content = content.trimEnd();
  else {
    content = [...content];
    for (let end; (end = content.at(-1))?.type === "text"; ) {
      const text = end.text.trimEnd();
      content.pop();
      if (!text) continue;
      content.push({ ...end, text });
      break;
    }
  }
  const before = messages.slice(0, -1);
  return content.length ? [...before, { ...last, content }] : before;
}
