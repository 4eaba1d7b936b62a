// Closes every object of an output schema.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const schema = {
  type: "object",
  properties: { city: { type: "string" }, place: { type: "object", properties: { zip: { type: "string" } } } },
};

// fix:begin
// The schema with closed objects whose properties are all required.
function closeObjects(schema: any): any {
  if (Array.isArray(schema)) return schema.map(closeObjects);
  if (schema === null || typeof schema !== "object") return schema;
  const { properties, ...others } = schema;
  const closed = Object.fromEntries(Object.entries(others).map(([key, value]) => [key, closeObjects(value)]));
  if (schema.type !== "object") return closed;
  const inner = Object.entries(properties ?? {}).map(([name, value]) => [name, closeObjects(value)]);
  return {
    ...closed,
    properties: Object.fromEntries(inner),
    required: Object.keys(properties ?? {}),
    additionalProperties: false,
  };
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Where is the Eiffel tower?" }],
  output_config: { format: { type: "json_schema", schema: closeObjects(schema) } },
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
