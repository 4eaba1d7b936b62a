// The raw stream, as most people read it.
import Anthropic from "@anthropic-ai/sdk";

const stream = await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
  stream: true,
});
for await (const event of stream) {
  if (event.type === "content_block_delta" && event.delta.type === "text_delta") process.stdout.write(event.delta.text);
}
console.log();
