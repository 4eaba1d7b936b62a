// Reserves more output than the account can pay.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create({
  model: "anthropic/claude-sonnet-5",
  max_tokens: 16_000,
  messages: [{ role: "user", content: "Say hello." }],
});
