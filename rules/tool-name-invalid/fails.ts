// Meets the error: a tool's name has a dot.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools: [{ name: "weather.get", description: "The weather of a city", input_schema: { type: "object" } }],
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
