import { transformJSONSchema } from
  "@anthropic-ai/sdk/lib/transform-json-schema";

const schema = transformJSONSchema(
  { type: "object", properties: { greeting: { type: "string" } } });
const message = await client.messages.create({
  model: "claude-sonnet-4-6", max_tokens: 8192, messages,
  output_config: { format: { type: "json_schema", schema } },
});
if (message.stop_reason !== "end_turn") // max_tokens: cut; refusal: words
  throw new Error(`not whole JSON: stop_reason is ${message.stop_reason}`);
