// In milliseconds: 600 would be 0.6 s. This is the default for each attempt;
// Node itself waits 300,000 for the headers.
const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
  { timeout: 600_000 },
);
