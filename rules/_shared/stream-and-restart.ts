// Streams an answer; starts again, a few times, when the stream breaks after it began.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 4 }); // before the first byte the SDK retries, and honours retry-after
const QUESTION = "Say hello.";
const ATTEMPTS = 4;
const PASSING = ["overloaded_error", "api_error", "timeout_error", "rate_limit_error"];

// fix:begin
/** One whole answer. finalMessage() is the only call that rejects when message_stop never came. */
async function streamOnce(idleMs = 120_000): Promise<string> {
  const stream = client.messages.stream({
    model: "claude-sonnet-4-6",
    max_tokens: 1024,
    messages: [{ role: "user", content: QUESTION }],
  });
  // The SDK's timeout ends with the headers: silence after that is yours to notice.
  let watchdog = setTimeout(() => stream.abort(), idleMs);
  stream.on("streamEvent", () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => stream.abort(), idleMs);
  });
  stream.on("text", (text) => process.stdout.write(text));
  try {
    const message = await stream.finalMessage();
    return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  } finally {
    clearTimeout(watchdog);
  }
}

/** Lost after it began: an error event has no status, and a cut stream is no APIError. The SDK has retried the rest. */
function isLost(error: unknown): boolean {
  if (error instanceof Anthropic.APIUserAbortError) return true; // our own watchdog
  if (error instanceof Anthropic.APIError) {
    return error.status === undefined && PASSING.some((type) => error.message.includes(type));
  }
  return error instanceof Anthropic.AnthropicError;
}

/** Each new attempt is a new, billed generation: its text may differ, so the old one is given up visibly. */
async function ask(): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await streamOnce();
    } catch (error) {
      if (attempt === ATTEMPTS || !isLost(error)) throw error;
      const wait = (0.5 + Math.random() / 2) * Math.min(2 ** attempt, 30);
      console.log(`\n[${error}; starting again in ${wait.toFixed(0)} s]`);
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }
}
// fix:end

await ask();
console.log();
