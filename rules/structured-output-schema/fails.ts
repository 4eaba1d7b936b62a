// Meets the error: an object of the output schema is open.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  output_config: {
    format: { type: "json_schema", schema: { type: "object", properties: { city: { type: "string" } } } },
  },
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
