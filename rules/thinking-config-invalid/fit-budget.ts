// Keeps the thinking budget between 1024 and max_tokens (models that take a budget).
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
const answerTokens = 2_000; // what the visible answer may use
const budget = 4_000; // at least 1,024
const max_tokens = budget + answerTokens; // thinking counts towards it
// fix:end
const message = await client.messages.create({
  model: "claude-haiku-4-5",
  max_tokens,
  thinking: { type: "enabled", budget_tokens: budget },
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
