import Anthropic from "@anthropic-ai/sdk";

await new Anthropic({ baseURL: process.env["ANTHROPIC_BASE_URL"] + "/v1" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
