// Two readers of one stream: tee() gives each its own.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
const stream = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  stream: true,
});
const [shown, counted] = stream.tee();
// fix:end

for await (const event of shown) {
  if (event.type === "content_block_delta" && event.delta.type === "text_delta") process.stdout.write(event.delta.text);
}
let events = 0;
for await (const event of counted) events += event ? 1 : 0;
console.log(`\nevents: ${events}`);
