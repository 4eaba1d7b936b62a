// Gives every tool an object schema with allowed property names.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const mine: any[] = [
  // as another provider wants them
  { name: "search", description: "Searches", parameters: { properties: { "search term": { type: "string" } } } },
];

// fix:begin
// A property name of letters, digits, `_`, `.` and `-`.
const cleanKey = (key: string): string => key.replace(/[^a-zA-Z0-9_.-]+/g, "_").slice(0, 64) || "_";

// The tool with an `input_schema` that the API accepts.
function asTool(tool: any): Anthropic.Tool {
  const { $schema, oneOf, anyOf, allOf, properties, required, ...kept } = tool.input_schema ?? tool.parameters ?? {};
  return {
    name: tool.name,
    description: tool.description ?? "",
    input_schema: {
      ...kept,
      type: "object",
      properties: Object.fromEntries(Object.entries(properties ?? {}).map(([key, value]) => [cleanKey(key), value])),
      required: (required ?? []).map(cleanKey),
    },
  };
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools: mine.map(asTool),
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
