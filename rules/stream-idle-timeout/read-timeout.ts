// Silence in a stream is yours to notice: the SDK's timeout ends with the headers, Node's with 300 s of silence.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
const idleMs = 120_000;
const stream = client.messages.stream({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
let watchdog = setTimeout(() => stream.abort(), idleMs);
stream.on("streamEvent", () => {
  clearTimeout(watchdog);
  watchdog = setTimeout(() => stream.abort(), idleMs);
});
stream.on("text", (text) => process.stdout.write(text));
await stream.finalMessage().finally(() => clearTimeout(watchdog));
// fix:end
console.log();
