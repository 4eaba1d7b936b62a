// Asks Vertex AI for a model by its name on the Claude API.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

await new AnthropicVertex({ region: "global", projectId: "my-project" }).messages.create({
  model: "claude-haiku-4-5-20251001",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
