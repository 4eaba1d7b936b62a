// Asks again after errors that pass, with jittered back-off that honours retry-after, a bounded number of times.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 0 }); // this loop is the only one that retries
const ATTEMPTS = 6;

// fix:begin
/** Seconds to wait: what the server asks for, else a random part of a doubling back-off. */
function waitBefore(attempt: number, error: unknown): number {
  const headers = error instanceof Anthropic.APIError ? (error.headers as unknown) : undefined;
  const asked = headers instanceof Headers ? Number(headers.get("retry-after") ?? NaN) : NaN;
  return asked > 0 ? asked + Math.random() : (0.5 + Math.random() / 2) * Math.min(2 ** attempt, 60);
}

/** Passing errors: no answer at all, or a status that the API says to retry. */
function isPassing(error: unknown): boolean {
  if (error instanceof Anthropic.APIConnectionError) return true;
  const status = error instanceof Anthropic.APIError ? error.status : undefined;
  return status !== undefined && (status === 408 || status === 409 || status === 429 || status >= 500);
}

/** One answer; each attempt that reaches a model is billed. */
async function ask(): Promise<Anthropic.Message> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.messages.create({
        model: "claude-sonnet-4-6",
        max_tokens: 1024,
        messages: [{ role: "user", content: "Say hello." }],
      });
    } catch (error) {
      const wait = waitBefore(attempt, error);
      if (attempt === ATTEMPTS || !isPassing(error) || wait > 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }
}
// fix:end

for (const block of (await ask()).content) {
  if (block.type === "text") console.log(block.text);
}
