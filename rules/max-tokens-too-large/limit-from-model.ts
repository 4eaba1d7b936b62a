// Asks the API how much the model can write, and stays below it.
import Anthropic from "@anthropic-ai/sdk";

const model = "claude-haiku-4-5";
const wanted = 128_000;

const client = new Anthropic();

// fix:begin
const most = (await client.models.retrieve(model)).max_tokens ?? 8_192;
const max_tokens = Math.min(wanted, most);
// fix:end
const message = await client.messages
  .stream({ model, max_tokens, messages: [{ role: "user", content: "Say hello." }] })
  .finalMessage();
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
