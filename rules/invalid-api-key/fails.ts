import Anthropic from "@anthropic-ai/sdk";

await new Anthropic({ apiKey: "sk-ant-wrong-dummy" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
