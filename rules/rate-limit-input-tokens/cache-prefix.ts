// Marks the stable prefix for caching: for most models, tokens read from the cache do not count.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const MANUAL = "The long text that every request begins with.";

// fix:begin
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  system: [{ type: "text", text: MANUAL, cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "Say hello." }],
});
console.log("read from the cache:", message.usage.cache_read_input_tokens ?? 0);
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
