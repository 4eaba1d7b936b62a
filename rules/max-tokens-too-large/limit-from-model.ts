const model = "claude-sonnet-4-6";
const most = (await client.models.retrieve(model)).max_tokens ?? 8_192;
const max_tokens = Math.min(64_000, most);
// The SDK refuses so much without a stream.
const stream = client.messages.stream({ model, max_tokens, messages });
const message = await Promise.race([
  stream.emitted("message"), // message_stop came: nothing else matters
  stream.finalMessage(), // rejects where it never came
]);
stream.abort(); // a gateway may keep the connection open
