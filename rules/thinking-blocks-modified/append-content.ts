// A tool loop that sends every block back as it was received.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const tools: Anthropic.Tool[] = [
  { name: "get_weather", description: "The weather of a city", input_schema: { type: "object" } },
];
const messages: Anthropic.MessageParam[] = [{ role: "user", content: "What is the weather in Paris?" }];

const ask = () =>
  client.messages.create({
    model: "claude-opus-4-7",
    max_tokens: 4096,
    thinking: { type: "adaptive" },
    tools,
    messages,
  });

// fix:begin
let message = await ask();
for (let turn = 0; turn < 10 && message.stop_reason === "tool_use"; turn += 1) {
  // Whole and unchanged: thinking, redacted thinking, text and tool calls.
  messages.push({ role: "assistant", content: message.content });
  messages.push({
    role: "user",
    content: message.content.flatMap((block): Anthropic.ToolResultBlockParam[] =>
      block.type === "tool_use" ? [{ type: "tool_result", tool_use_id: block.id, content: "18 degrees, clear" }] : [],
    ),
  });
  message = await ask();
}
// fix:end
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
