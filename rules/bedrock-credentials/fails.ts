// Brings the keys of a session that is over, though the environment has a valid credential.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

const client = new AnthropicBedrock({
  awsAccessKey: "ASIALABEXPIRED",
  awsSecretKey: "lab",
  awsSessionToken: "lab",
  awsRegion: "us-east-1",
});
await client.messages.create({
  model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
