// Asks for the model's id, while the deployment has a name of its own.
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

await new AnthropicFoundry({ resource: "my-resource" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
