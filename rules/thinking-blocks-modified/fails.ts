// Meets the error: a tool turn comes back without its thinking block.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-opus-4-7",
  max_tokens: 4096,
  thinking: { type: "adaptive" },
  tools: [{ name: "get_weather", description: "The weather of a city", input_schema: { type: "object" } }],
  messages: [
    { role: "user", content: "What is the weather in Paris?" },
    {
      role: "assistant",
      content: [
        { type: "text", text: "I look." },
        { type: "tool_use", id: "toolu_01A", name: "get_weather", input: { city: "Paris" } },
      ],
    },
    {
      role: "user",
      content: [{ type: "tool_result", tool_use_id: "toolu_01A", content: "18 degrees" }],
    },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
