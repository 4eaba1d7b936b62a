// Lifts the 300 s limits of Node's HTTP client: npm install undici
import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

// fix:begin
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
const client = new Anthropic({ fetchOptions: { dispatcher }, timeout: 20 * 60 * 1000 }); // milliseconds
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
