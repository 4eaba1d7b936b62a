// Calls a model on Vertex by its full name, on the global endpoint.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

const client = new AnthropicVertex({
  region: "global",
  projectId: process.env.GOOGLE_CLOUD_PROJECT ?? "my-project",
});
const message = await client.messages.create({
  // fix:begin
  model: "claude-haiku-4-5@20251001", // name@date, enabled in Model Garden
  // fix:end
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
