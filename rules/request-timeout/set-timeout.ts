// In milliseconds. Default: 600,000; Node itself waits 300,000 for headers.
const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
  { timeout: 240_000 },
);
