import Anthropic from "@anthropic-ai/sdk";

delete process.env["ANTHROPIC_API_KEY"];
await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
