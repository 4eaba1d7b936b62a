// Growing pauses with jitter. max_tokens is reserved from your quota.
const message = await client.messages.create(
  { model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens: 512, messages },
  { maxRetries: 8 },
);
