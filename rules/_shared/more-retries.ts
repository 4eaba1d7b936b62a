// Eight tries wait about 40 s in all; retry-after is honoured. Default: 2.
const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
  { maxRetries: 8 },
);
