import Anthropic from "@anthropic-ai/sdk";

// Each question would get the same.
const LASTING = /usage limits|spend_limit|credit bal|billing_|authentication_/;

/** Answers, or errors, in order; the pace grows by a tenth with each. */
async function askAll(
  client: Anthropic, questions: string[], target = 50, rate = 5,
) {
  const asked: Promise<Anthropic.Message | Error>[] = [];
  let spent: Error | undefined; // LASTING: the rest is not asked
  for (const content of questions) {
    // One call begins after the other.
    await new Promise((go) => setTimeout(go, 60_000 / rate));
    rate = Math.min(target, rate * 1.1); // calls a minute
    const messages = [{ role: "user" as const, content }];
    asked.push(spent ? Promise.resolve(spent) : client.messages
      .create({ model: "claude-sonnet-4-6", max_tokens: 1024, messages },
        { maxRetries: 8 })
      .catch((error: Error) => LASTING.test(error.message)
        ? (spent = error) : error)); // the other answers are not lost
  }
  return Promise.all(asked);
}
