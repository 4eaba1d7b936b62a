// Raises traffic step by step instead of at once.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 5 }); // waits out retry-after
const waiting = ["Say hello."];

async function ask(question: string): Promise<string> {
  const message = await client.messages.create({
    model: "claude-sonnet-4-6",
    max_tokens: 1024,
    messages: [{ role: "user", content: question }],
  });
  return message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
}

// fix:begin
for (let atOnce = 1; waiting.length > 0; atOnce = Math.min(atOnce * 2, 16)) {
  const minute = new Promise((resolve) => setTimeout(resolve, waiting.length > atOnce ? 60_000 : 0));
  for (const answer of await Promise.all(waiting.splice(0, atOnce).map(ask))) console.log(answer);
  await minute; // the next step sends twice as much
}
// fix:end
