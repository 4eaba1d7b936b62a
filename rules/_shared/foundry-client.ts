// A client for Claude on Azure: credentials come from the environment, and nothing is guessed.
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

// fix:begin
const client = new AnthropicFoundry({ resource: "my-resource", maxRetries: 5 });
const message = await client.messages.create({
  model: "my-claude-deployment",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
