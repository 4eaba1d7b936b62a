import Anthropic from "@anthropic-ai/sdk";
const LASTING = /usage limits|spend_limit|credit bal|billing_|authentication_/;
/** Answers, or errors, in order; the pace holds for this process. */
async function askAll(
  client: Anthropic, questions: string[], aMinute = 50, workers = 4,
) {
  const answers: (Anthropic.Message | Error)[] = [];
  const left = [...questions.entries()];
  let gate = Promise.resolve(), spent: Error | undefined; // for all
  const pause = 60_000 / aMinute;
  const pace = () => new Promise<void>((go) => setTimeout(go, pause));
  const work = async () => {
    for (let next; (next = left.shift()); ) {
      const messages = [{ role: "user" as const, content: next[1] }];
      await (gate = gate.then(pace)); // one call begins after the other
      answers[next[0]] = spent ?? await client.messages
        .create({ model: "claude-sonnet-4-6", max_tokens: 1024, messages },
          { maxRetries: 8 })
        .catch((error: Error) => LASTING.test(error.message)
          ? (spent = error) : error); // the other answers are not lost
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return answers;
}
