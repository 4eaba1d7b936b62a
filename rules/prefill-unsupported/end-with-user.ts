// Ends every request with a user message.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history: Anthropic.MessageParam[] = [
  { role: "user", content: "Say hello." },
  { role: "assistant", content: "Hel" }, // a cut answer that is to be continued
];

// fix:begin
if (history.at(-1)?.role === "assistant") {
  history.push({ role: "user", content: "Your answer was cut off. Go on exactly where it stopped." });
}
// fix:end
const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 1024, messages: history });
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
