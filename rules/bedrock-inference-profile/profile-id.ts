// Calls a model on Bedrock through the inference profile of the region.
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";

const awsRegion = process.env.AWS_REGION ?? "us-east-1";
const model = "anthropic.claude-haiku-4-5-20251001-v1:0";

// fix:begin
// The id of the inference profile: `us.`, `eu.` or `apac.` before the model's id, else `global.`.
function profileId(model: string, region: string): string {
  const prefix = { us: "us", eu: "eu", ap: "apac" }[region.slice(0, 2)] ?? "global";
  return model.startsWith("anthropic.") ? `${prefix}.${model}` : model;
}

const client = new AnthropicBedrock({ awsRegion });
const message = await client.messages.create({
  model: profileId(model, awsRegion),
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
// fix:end
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
