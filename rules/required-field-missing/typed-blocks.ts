// Builds blocks from the SDK's types, so that the type checker finds a missing field first.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
// fix:begin
const blocks: Anthropic.TextBlockParam[] = [
  { type: "text", text: "Say hello." }, // every block needs its type
];
// fix:end
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: blocks }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
