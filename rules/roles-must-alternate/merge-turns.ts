// Merges neighbouring turns of one role and begins with the user.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history: Anthropic.MessageParam[] = [
  { role: "assistant", content: "Welcome!" },
  { role: "user", content: "Hi." },
  { role: "user", content: [{ type: "text", text: "Say hello." }] },
];

// fix:begin
function blocks(content: Anthropic.MessageParam["content"]): Anthropic.ContentBlockParam[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

// One turn for each run of one role; the first one is the user's.
function mergeTurns(messages: Anthropic.MessageParam[]): Anthropic.MessageParam[] {
  const merged: Anthropic.MessageParam[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role) {
      merged[merged.length - 1] = { ...last, content: [...blocks(last.content), ...blocks(message.content)] } as Anthropic.MessageParam;
    } else if (last || message.role === "user") {
      merged.push(message);
    }
  }
  return merged;
}
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: mergeTurns(history),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
