const stream = client.messages.stream(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
);
let text = ""; // once: everything is taken from here
stream.on("text", (piece) => { text += piece; });
const message = await Promise.race([
  stream.emitted("message"), // message_stop came: nothing else matters
  stream.finalMessage(), // rejects where it never came
]);
stream.abort(); // a gateway may keep the connection open
