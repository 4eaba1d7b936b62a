import { transformJSONSchema } from
  "@anthropic-ai/sdk/lib/transform-json-schema";

const schema = { type: "object" as const, required: ["city"],
  properties: { city: { type: "string" as const } } };
const message = await client.messages.create({
  model: "claude-sonnet-4-6", max_tokens: 1024, messages,
  // Closes every object, and leaves optional properties optional.
  output_config: { format: {
    type: "json_schema", schema: transformJSONSchema(schema) } },
});
