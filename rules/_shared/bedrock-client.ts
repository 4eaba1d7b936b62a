// A client for Claude on AWS: credentials come from the environment, and nothing is guessed.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

// fix:begin
const client = new AnthropicBedrock({ awsRegion: "us-east-1", maxRetries: 5 });
const message = await client.messages.create({
  model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
