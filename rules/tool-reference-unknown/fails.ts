// Defers every tool, the search tool as well.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{role: "user", content: "Say hello."}],
  tools: [
    {type: "tool_search_tool_regex_20251119", name: "tool_search_tool_regex", defer_loading: true},
    {name: "get_weather", description: "d", input_schema: {type: "object", properties: {}}, defer_loading: true},
  ],
} as never);
