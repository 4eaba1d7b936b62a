import Anthropic from "@anthropic-ai/sdk";

await new Anthropic({ defaultHeaders: { Origin: "https://app.example.com" } }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
