// Names each request of a batch by what it asks about.
import Anthropic from "@anthropic-ai/sdk";

const params: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
};
await new Anthropic().messages.batches.create({
  requests: ["Paris, France", "Paris/France"].map((key) => ({ custom_id: key, params })),
});
