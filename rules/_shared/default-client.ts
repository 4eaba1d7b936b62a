// One client for the whole process: its connections are reused, and retries before the response are its own.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const client = new Anthropic({ maxRetries: 4 });
// fix:end

const stream = client.messages.stream({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
stream.on("text", (text) => process.stdout.write(text));
await stream.finalMessage();
console.log();
