// Takes thinking blocks out of turns that ended before the last question of the user.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history: Anthropic.MessageParam[] = [
  // made by another model
  { role: "user", content: "What is 2 + 2?" },
  {
    role: "assistant",
    content: [
      { type: "thinking", thinking: "Two and two.", signature: "c2lnbmVkIGVsc2V3aGVyZQ==" },
      { type: "text", text: "4" },
    ],
  },
  { role: "user", content: "Say hello." },
];

// fix:begin
// A question of the user, not the results of tool calls.
function asks(message: Anthropic.MessageParam): boolean {
  if (message.role !== "user") return false;
  return typeof message.content === "string" || message.content.every((block) => block.type !== "tool_result");
}

// The history, with thinking only in the turn that is still open.
function dropFinishedThinking(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const openFrom = messages.findLastIndex(asks);
  return messages.flatMap((message, at): Anthropic.MessageParam[] => {
    if (at >= openFrom || typeof message.content === "string") return [message];
    const content = message.content.filter((block) => block.type !== "thinking" && block.type !== "redacted_thinking");
    return content.length ? [{ ...message, content } as Anthropic.MessageParam] : [];
  });
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: dropFinishedThinking(history),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
