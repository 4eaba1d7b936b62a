// Sends a history whose calls share one id.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  tools: [
    {name: "get_weather", description: "d", input_schema: {type: "object", properties: {}}},
  ],
  messages: [
    {role: "user", content: "Paris and Rome?"},
    {role: "assistant", content: [{type: "tool_use", id: "call_0", name: "get_weather", input: {city: "Paris"}}, {type: "tool_use", id: "call_0", name: "get_weather", input: {city: "Rome"}}]},
    {role: "user", content: [{type: "tool_result", tool_use_id: "call_0", content: "18 degrees"}, {type: "tool_result", tool_use_id: "call_0", content: "21 degrees"}]},
    {role: "assistant", content: [{type: "tool_use", id: "call_0", name: "get_weather", input: {city: "Oslo"}}]},
    {role: "user", content: [{type: "tool_result", tool_use_id: "call_0", content: "4 degrees"}]},
  ],
});
