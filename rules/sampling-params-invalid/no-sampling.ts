// Sends sampling parameters only to models that take them, and only one.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const model: string = "claude-opus-4-7";

// fix:begin
// What may be sent of `temperature`: nothing to models of 4.7 and later.
function samplingFor(model: string, temperature: number): { temperature?: number } {
  const found = /(?:opus|sonnet|haiku)-(\d+)(?:-(\d{1,2})(?!\d))?/.exec(model);
  const version = found ? Number(found[1]) * 100 + Number(found[2] ?? 0) : 999;
  return version > 406 ? {} : { temperature };
}
// fix:end

const message = await client.messages.create({
  model,
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  ...samplingFor(model, 0.2),
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
