// Drops empty blocks and empty turns, and gives silent tools a word to say.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history: Anthropic.MessageParam[] = [
  { role: "user", content: "" },
  { role: "user", content: [{ type: "text", text: "" }, { type: "text", text: "Say hello." }] },
];

// fix:begin
// The turns that have content, without their empty text blocks.
function withoutEmpty(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  return messages.flatMap((message): Anthropic.MessageParam[] => {
    if (typeof message.content === "string") return message.content.trim() ? [message] : [];
    const content = message.content
      .filter((block) => block.type !== "text" || block.text.trim())
      .map((block) => (block.type === "tool_result" && !block.content?.length ? { ...block, content: "(no output)" } : block));
    return content.length ? [{ ...message, content } as Anthropic.MessageParam] : [];
  });
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: withoutEmpty(history),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
