// Meets the error: code waits for a tool's result in a container that the request does not name.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools: [
    { type: "code_execution_20260120", name: "code_execution" },
    {
      name: "get_weather",
      description: "The weather of a city",
      input_schema: { type: "object" },
      allowed_callers: ["code_execution_20260120"],
    },
  ],
  messages: [
    { role: "user", content: "What is the weather in Paris?" },
    {
      role: "assistant",
      content: [
        {
          type: "server_tool_use",
          id: "srvtoolu_01A",
          name: "code_execution",
          input: { code: "print(await get_weather(city='Paris'))" },
        },
        {
          type: "tool_use",
          id: "toolu_01A",
          name: "get_weather",
          input: { city: "Paris" },
          caller: { type: "code_execution_20260120", tool_id: "srvtoolu_01A" },
        },
      ],
    },
    { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_01A", content: "18 degrees" }] },
  ],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
