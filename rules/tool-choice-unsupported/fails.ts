// Forces a tool on a model that does not take it.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{role: "user", content: "Say hello."}],
  tools: [
    {name: "get_weather", description: "d", input_schema: {type: "object", properties: {}}},
  ],
  tool_choice: {type: "tool", name: "get_weather"},
});
