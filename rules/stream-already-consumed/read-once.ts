const stream = client.messages.stream(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
);
let text = "";
stream.on("text", (piece) => { text += piece; });
// Waits for the end, reads nothing twice, and rejects where it is cut.
const message = await stream.finalMessage();
