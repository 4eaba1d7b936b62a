// One credential, given once.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const client = new Anthropic({ apiKey: process.env["ANTHROPIC_API_KEY"] }); // and no authToken beside it
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
