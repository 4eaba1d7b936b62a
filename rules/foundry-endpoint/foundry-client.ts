// Makes a Foundry client from one resource and its key.
import { AnthropicFoundry } from "@anthropic-ai/foundry-sdk";

// fix:begin
const resource = process.env.ANTHROPIC_FOUNDRY_RESOURCE ?? "my-resource"; // https://my-resource.services.ai.azure.com
if (/[./]/.test(resource)) throw new Error(`${resource} is an address: give only the name of the resource.`);
delete process.env.ANTHROPIC_FOUNDRY_BASE_URL; // the address follows from the resource
const client = new AnthropicFoundry({ resource, apiKey: process.env.ANTHROPIC_FOUNDRY_API_KEY });
// fix:end
const message = await client.messages.create({
  model: "claude-haiku-4-5", // the name of your deployment
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
