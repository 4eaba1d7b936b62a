import type Anthropic from "@anthropic-ai/sdk";

/** The history, with a request to go on where it ends with an answer. */
function endWithUser(
  messages: Anthropic.MessageParam[],
): Anthropic.MessageParam[] {
  const last = messages.at(-1);
  const blocks = typeof last?.content === "object" ? last.content : [];
  const calls = blocks.some((block) => block.type === "tool_use") ||
    blocks.at(-1)?.type === "server_tool_use";
  // A call needs its result instead.
  if (last?.role !== "assistant" || calls) return messages;
  const { content: said } = last;
  if (!(typeof said === "string" ? said.trim() : said.length))
    return endWithUser(messages.slice(0, -1)); // it says nothing
  const content = "Your answer was cut off. Go on exactly where it stopped.";
  return [...messages, { role: "user" as const, content }];
}
