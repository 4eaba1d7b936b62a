import type Anthropic from "@anthropic-ai/sdk";

/** The history, with a request to go on where it ends with an answer. */
function endWithUser(
  messages: Anthropic.MessageParam[],
): Anthropic.MessageParam[] {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return messages;
  const said = typeof last.content === "string" ? last.content.trim() &&
    last.content : last.content.filter((block) =>
    block.type !== "text" || block.text.trim()); // without empty texts
  while (typeof said !== "string" && /thinking/.test(said.at(-1)?.type ?? ""))
    said.pop(); // it may not be the last block
  const kinds = typeof said === "string" ? [] : said.map(({ type }) => type);
  const before = messages.slice(0, -1);
  // A call needs its result instead.
  if (kinds.includes("tool_use") || kinds.at(-1)?.endsWith("tool_use"))
    return [...before, { ...last, content: said }];
  const text = typeof said === "string" ? said : said.map((block) =>
    block.type === "text" ? block.text : "?").join("");
  if (!/[^\s{["`]/.test(text)) return endWithUser(before); // or only opens
  const content = "Your answer was cut off. Go on exactly where it stopped.";
  return [...before, { ...last, content: said }, { role: "user", content }];
}
