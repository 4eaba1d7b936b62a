// Meets the error: a tool call has no result in the next message.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools: [{ name: "get_weather", description: "The weather of a city", input_schema: { type: "object" } }],
  messages: [
    { role: "user", content: "What is the weather in Paris?" },
    {
      role: "assistant",
      content: [{ type: "tool_use", id: "toolu_01A", name: "get_weather", input: { city: "Paris" } }],
    },
    { role: "user", content: "Say hello." },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
