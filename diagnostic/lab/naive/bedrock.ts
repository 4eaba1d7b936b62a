// One request through Amazon Bedrock, as most people write it.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

const message = await new AnthropicBedrock().messages.create({
  model: "anthropic.claude-haiku-4-5-20251001-v1:0",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
