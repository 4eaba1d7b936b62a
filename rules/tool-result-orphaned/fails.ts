// Meets the error: a tool result has no call before it.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools: [{ name: "get_weather", description: "The weather of a city", input_schema: { type: "object" } }],
  messages: [
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_01A", content: "18 degrees" },
        { type: "text", text: "Say hello." },
      ],
    },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
