// Gives the resource and the address, though the client takes only one of them.
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

const client = new AnthropicFoundry({
  resource: "my-resource",
  baseURL: "https://my-resource.services.ai.azure.com/anthropic/",
} as never); // the types allow only one, too
await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
