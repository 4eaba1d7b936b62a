// Looks at the stop reason, then parses inside try; asks once more where that may help.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
let answer: unknown;
for (const max_tokens of [1024, 8192]) {
  const message = await client.messages.create({
    model: "claude-sonnet-4-6",
    max_tokens,
    messages: [{ role: "user", content: 'Answer with JSON: {"greeting": "…"}' }],
  });
  if (message.stop_reason === "max_tokens") {
    if (max_tokens === 8192) throw new Error("The answer was cut twice: ask for less.");
    continue; // cut: ask again with more room
  }
  const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  try {
    answer = JSON.parse(text);
  } catch {
    console.log(text); // words instead of JSON: a refusal, or an explanation
  }
  break;
}
// fix:end

console.log(answer);
