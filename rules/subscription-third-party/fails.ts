// Uses the token of a subscription in a program.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic({ authToken: "sk-ant-oat01-lab" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
