import Anthropic from "@anthropic-ai/sdk";

console.log(
  await new Anthropic().messages.create({
    model: "claude-sonnet-4-6",
    max_tokens: 16,
    messages: [{ role: "user", content: "Say hello." }],
  }),
);
