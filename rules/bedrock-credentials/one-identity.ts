// Says which AWS identity is used, and calls Bedrock with it.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

// fix:begin
const { env } = process;
const given = ["AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_PROFILE"].filter((name) => env[name]);
console.error("credentials from:", given.join(", ") || "the default chain (role, SSO, files)");
if (env.AWS_ACCESS_KEY_ID && !env.AWS_SECRET_ACCESS_KEY) {
  throw new Error("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not.");
}
const client = new AnthropicBedrock({ awsRegion: env.AWS_REGION ?? "us-east-1" }); // no keys in code
// fix:end
const message = await client.messages.create({
  model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
