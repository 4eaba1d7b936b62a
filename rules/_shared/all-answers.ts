import Anthropic from "@anthropic-ai/sdk";
const LASTING = // but a 403 page may be about one question
  /^40(?!3 \s*<)[1-4] |usage limits|spend_limit|credit balance|been disabled/;
/** Answers, or errors, in order; the pace holds for this process. */
async function askAll(client: Anthropic, questions: string[],
  aMinute = 50, workers = 4) { // calls a minute, and at once
  const answers: (Anthropic.Message | Error)[] = [], left = questions.entries();
  let gate = Promise.resolve(), lasting: Error | undefined; // of LASTING
  const pace = () => new Promise<void>((go) =>
    setTimeout(go, lasting ? 0 : 60_000 / aMinute));
  const work = async () => {
    for (const [at, content] of left) {
      await (gate = gate.then(pace)); // one call begins after the other
      answers[at] = lasting ?? await client.messages.create(
        { model: "claude-sonnet-4-6", max_tokens: 1024,
          messages: [{ role: "user", content }] }, { maxRetries: 8 },
      ).then((got) => got?.content?.every?.((part) => part?.type) // or a page
        ? got : Error(JSON.stringify(got)))
      .catch((error: Error) => // the other answers are not lost
        LASTING.test(error.message) ? (lasting = error) : error);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return answers;
}
