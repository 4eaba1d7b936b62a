// A stream through Amazon Bedrock, as most people write it.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

const stream = new AnthropicBedrock().messages.stream({
  model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
stream.on("text", (text) => process.stdout.write(text));
await stream.finalMessage();
