const stream = client.messages.stream(
  { model: "claude-sonnet-4-6", max_tokens: 64_000, messages },
  { signal: AbortSignal.timeout(600_000) }, // pings do not hold it up
);
const message = await Promise.race([
  stream.emitted("message"), // message_stop came: nothing else matters
  stream.finalMessage(), // rejects where it never came
]);
stream.abort(); // a gateway may keep the connection open
