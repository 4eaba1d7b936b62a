// Meets the error: the request names a beta that does not exist.
import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().beta.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  betas: ["lab-unknown-2024-01-01"],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
