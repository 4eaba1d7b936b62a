// Cuts white space off the end of a prefill (models up to Claude 4.5).
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history: Anthropic.MessageParam[] = [
  { role: "user", content: "Say hello." },
  { role: "assistant", content: "Here is my answer: " },
];

// fix:begin
const last = history.at(-1);
if (last?.role === "assistant" && typeof last.content === "string") last.content = last.content.trimEnd();
// fix:end
const message = await client.messages.create({ model: "claude-haiku-4-5", max_tokens: 1024, messages: history });
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
