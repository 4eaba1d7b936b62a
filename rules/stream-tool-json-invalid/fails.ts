import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().beta.messages
  .stream({
    model: "claude-sonnet-4-6",
    max_tokens: 1024,
    tools: [{ name: "get_weather", input_schema: { type: "object", properties: { city: { type: "string" } } } }],
    messages: [{ role: "user", content: "What is the weather in Paris?" }],
  })
  .finalMessage();
console.log(message.content);
