const deadline = AbortSignal.timeout(120_000);
const message = await client.messages
  .create({ model: "claude-sonnet-4-6", max_tokens: 1024, messages },
    { signal: deadline })
  .catch((error: unknown) => {
    throw deadline.aborted ? deadline.reason : error; // whose it was
  });
