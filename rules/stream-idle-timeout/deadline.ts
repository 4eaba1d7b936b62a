const message = await client.messages.stream(
  { model: "claude-sonnet-4-6", max_tokens: 64_000, messages },
  { signal: AbortSignal.timeout(600_000) }, // pings do not hold it up
).finalMessage();
