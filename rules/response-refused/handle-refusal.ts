// Treats a refusal as an outcome of its own.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});

// fix:begin
if (message.stop_reason === "refusal") {
  // Do not send the same conversation again: what was flagged stays flagged while it is in the history.
  console.error("The model declined to answer. Change the request or start a new conversation.");
  process.exit(1);
}
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
