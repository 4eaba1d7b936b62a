// Sends max_tokens, which every request needs.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  // fix:begin
  max_tokens: 1024,
  // fix:end
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
