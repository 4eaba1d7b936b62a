// A client for Claude on Google: credentials come from the environment, and nothing is guessed.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

// fix:begin
const client = new AnthropicVertex({ region: "global", projectId: "my-project", maxRetries: 5 });
const message = await client.messages.create({
  model: "claude-sonnet-4-5@20250929",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
