// One pace for all workers: when one is told to wait, all wait.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 0 });
const QUESTIONS = ["Say hello."];
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

// fix:begin
const gapMs = 60_000 / 45; // 45 a minute, below the limit of 50: the gap is cheaper than a 429
let next = 0;

async function turn(): Promise<void> {
  const mine = Math.max(next, Date.now());
  next = mine + gapMs;
  await sleep(mine - Date.now());
}

/** One answer; a 429 is waited out by all. */
async function ask(question: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    await turn();
    try {
      const message = await client.messages.create({
        model: "claude-sonnet-4-6",
        max_tokens: 1024,
        messages: [{ role: "user", content: question }],
      });
      return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
    } catch (error) {
      if (!(error instanceof Anthropic.RateLimitError)) throw error;
      const wait = Number((error.headers as unknown as Headers).get("retry-after") ?? NaN);
      if (!(wait >= 0) || attempt === 5) throw error; // where the API names no seconds, it is a cap, and no wait helps
      next = Math.max(next, Date.now() + wait * 1000);
    }
  }
}
// fix:end

for (const answer of await Promise.all(QUESTIONS.map(ask))) console.log(answer);
