// One request without streaming, as most people write it.
import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
