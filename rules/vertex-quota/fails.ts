// Asks in a region where the project has no quota for the model.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

await new AnthropicVertex({ region: "us-east5", projectId: "my-project" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
