// Calls the global endpoint of Vertex, with more patience than by default.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

// fix:begin
const client = new AnthropicVertex({
  region: "global",
  projectId: process.env.GOOGLE_CLOUD_PROJECT ?? "my-project",
  maxRetries: 5, // pauses grow, with jitter
});
// fix:end
const message = await client.messages.create({
  model: "claude-haiku-4-5@20251001",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
