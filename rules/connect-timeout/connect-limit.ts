// More time to connect than Node's ten seconds: npm install undici
import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

// fix:begin
const dispatcher = new Agent({ connect: { timeout: 60_000 } }); // milliseconds
const client = new Anthropic({ fetchOptions: { dispatcher } });
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
