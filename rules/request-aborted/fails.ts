import Anthropic from "@anthropic-ai/sdk";

await new Anthropic().messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages: [{ role: "user", content: "Say hello." }] },
  { signal: AbortSignal.timeout(200) },
);
