// Sends the key in both headers, for a gateway that still reads x-api-key.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const client = new Anthropic({ defaultHeaders: { "x-api-key": process.env["ANTHROPIC_API_KEY"] } });
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
