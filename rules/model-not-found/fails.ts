import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create({
  model: "claude-sonnet-4-20250101",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
