const schema = { type: "object", properties: { city: { type: "string" } },
  required: ["city"], additionalProperties: false };
const message = await client.messages.create({
  model, max_tokens: 1024, messages,
  output_config: { format: { type: "json_schema", schema } },
});
