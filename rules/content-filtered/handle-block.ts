try {
  const stream = client.messages
    .stream({ model: "claude-sonnet-4-6", max_tokens: 1024, messages });
  await Promise.race([
    stream.emitted("message"), // message_stop came: nothing else matters
    stream.finalMessage(), // rejects where it never came
  ]);
  stream.abort(); // a gateway may keep the connection open
} catch (error) {
  if (/content filtering policy/.test(String(error)))
    console.log("Blocked: ask for something else; the same request fails.");
  throw error;
}
