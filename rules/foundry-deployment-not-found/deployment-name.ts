// Calls a Foundry deployment by its name.
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

const client = new AnthropicFoundry({ resource: process.env.ANTHROPIC_FOUNDRY_RESOURCE ?? "my-resource" });
const message = await client.messages.create({
  // fix:begin
  model: process.env.FOUNDRY_DEPLOYMENT ?? "claude-haiku-4-5", // the name of your deployment
  // fix:end
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
