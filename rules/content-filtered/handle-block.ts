// Treats a blocked answer as an outcome: before the stream and in the middle of it.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const questions = [
  "Write out the whole Apache License 2.0.",
  "Say in three sentences what the Apache License 2.0 allows.", // what to ask when the first is blocked
];

// fix:begin
// The answer, or undefined where the content filter blocked it.
async function ask(question: string): Promise<string | undefined> {
  try {
    return await client.messages
      .stream({ model: "claude-sonnet-4-6", max_tokens: 1024, messages: [{ role: "user", content: question }] })
      .finalText();
  } catch (error) {
    if (!String(error).includes("content filtering policy")) throw error;
    return undefined;
  }
}
// fix:end

let answer: string | undefined;
for (const question of questions) {
  answer = await ask(question);
  if (answer) break;
}
if (!answer) throw new Error("Blocked by the content filter: ask for something else.");
console.log(answer);
