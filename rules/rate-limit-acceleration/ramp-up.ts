import Anthropic from "@anthropic-ai/sdk";

const LASTING = // but a 403 page may be about one question
  /^40(?!3 \s*<)[1-4] |usage limits|spend_limit|credit balance|been disabled/;

/** Answers, or errors, in order; the pace grows by a tenth with each. */
async function askAll(
  client: Anthropic, questions: string[], target = 50, rate = 5,
) {
  const asked: Promise<Anthropic.Message | Error>[] = [];
  let lasting: Error | undefined; // each question would get it
  for (const content of questions) {
    if (!lasting) // one call begins after the other
      await new Promise((go) => setTimeout(go, 60_000 / rate));
    rate = Math.min(target, rate * 1.1); // calls a minute
    asked.push(lasting ? Promise.resolve(lasting) : client.messages.create(
      { model: "claude-sonnet-4-6", max_tokens: 1024,
        messages: [{ role: "user", content }] }, { maxRetries: 8 },
    ).then((got) => got?.content?.every?.((part) => part?.type) // or a page
      ? got : Error(JSON.stringify(got)))
    .catch((error: Error) => // the other answers are not lost
      LASTING.test(error.message) ? (lasting = error) : error));
  }
  return Promise.all(asked);
}
