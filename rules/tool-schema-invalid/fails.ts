// Meets the error: a tool's schema has the key of another provider, and a property's name has a blank.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools: [
    { name: "get_weather", description: "The weather of a city", parameters: { type: "object" } },
    { name: "get_time", input_schema: { type: "object", properties: { "time zone": { type: "string" } } } },
  ],
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
