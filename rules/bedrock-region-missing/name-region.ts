// Names the AWS region when the client is made.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

// fix:begin
const client = new AnthropicBedrock({ awsRegion: "us-east-1" });
// fix:end
const message = await client.messages.create({
  model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
