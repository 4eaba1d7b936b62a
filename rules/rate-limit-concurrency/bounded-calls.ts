// Never more than a few calls at once, whatever the number of tasks.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 5 });
const QUESTIONS = ["Say hello."];

// fix:begin
const waiting = [...QUESTIONS.entries()];
const answers: string[] = [];
async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [index, question] = next;
    const message = await client.messages.create({
      model: "claude-sonnet-4-6",
      max_tokens: 1024,
      messages: [{ role: "user", content: question }],
    });
    answers[index] = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  }
}
await Promise.all(Array.from({ length: 4 }, work));
// fix:end

for (const answer of answers) console.log(answer);
