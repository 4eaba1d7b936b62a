// Lists the models that this key can use, and takes the wanted one only if it is among them.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
const WANTED = "claude-sonnet-4-6";
const models: string[] = [];
for await (const model of client.models.list({ limit: 100 })) models.push(model.id);
if (!models.includes(WANTED)) throw new Error(`This key cannot use ${WANTED}. It can use: ${models.join(", ")}`);
// fix:end

const message = await client.messages.create({
  model: WANTED,
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
