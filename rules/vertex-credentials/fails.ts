// Meets the error: a person's credentials carry no project, and the code names none.
import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";

await new AnthropicVertex({ region: "global" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
