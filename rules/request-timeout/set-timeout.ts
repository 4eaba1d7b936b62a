// A timeout in milliseconds: until the headers, anew for each try.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const minutes = 60 * 1000;
const client = new Anthropic({ timeout: 5 * minutes, maxRetries: 1 }); // Node's fetch ends the wait at 5 minutes anyway
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
