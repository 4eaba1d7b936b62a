// Puts a BigInt into a message as it is.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: 950n as never }],
});
