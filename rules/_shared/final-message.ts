// Streams and collects: the whole message, or an error; no event has to be handled by hand.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
const message = await client.messages
  .stream({
    model: "claude-sonnet-4-6",
    max_tokens: 64_000,
    messages: [{ role: "user", content: "Say hello." }],
  })
  .finalMessage(); // rejects when the stream ended without message_stop
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
