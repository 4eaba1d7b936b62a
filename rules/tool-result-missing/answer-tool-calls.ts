// Gives every tool call of a history a result in the next message.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const tools: Anthropic.Tool[] = [
  { name: "get_weather", description: "The weather of a city", input_schema: { type: "object" } },
];
const history: Anthropic.MessageParam[] = [
  { role: "user", content: "What is the weather in Paris?" },
  { role: "assistant", content: [{ type: "tool_use", id: "toolu_01A", name: "get_weather", input: {} }] },
  { role: "user", content: "Say hello." }, // the program was restarted before the tool had answered
];

// fix:begin
// What the model is told about a call whose result is lost.
const result = (id: string): Anthropic.ToolResultBlockParam => ({
  type: "tool_result",
  tool_use_id: id,
  is_error: true,
  content: "The tool was interrupted.",
});

// The history with a result for each call, all of them first in the next user message.
function answerToolCalls(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const whole: Anthropic.MessageParam[] = [];
  let lost: string[] = [];
  for (let message of messages) {
    const blocks: Anthropic.ContentBlockParam[] =
      typeof message.content === "string" ? [{ type: "text", text: message.content }] : message.content;
    if (lost.length && message.role === "user") {
      const results = blocks.filter((block) => block.type === "tool_result");
      const missing = lost.filter((id) => !results.some((block) => block.tool_use_id === id));
      const others = blocks.filter((block) => block.type !== "tool_result");
      message = { role: "user", content: [...results, ...missing.map(result), ...others] };
    } else if (lost.length) {
      whole.push({ role: "user", content: lost.map(result) });
    }
    lost = blocks.flatMap((block) => (block.type === "tool_use" ? [block.id] : []));
    whole.push(message);
  }
  return lost.length ? [...whole, { role: "user", content: lost.map(result) }] : whole;
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  tools,
  messages: answerToolCalls(history),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
