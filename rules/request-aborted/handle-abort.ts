const signal = AbortSignal.timeout(600_000);
const message = await client.messages.create({
  model: "claude-sonnet-4-6", max_tokens: 1024, messages,
}, { signal }).catch((error: unknown) => {
  throw signal.aborted ? signal.reason : error; // whose it was
});
