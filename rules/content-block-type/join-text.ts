// Joins the text of all text blocks, whatever else the answer holds.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});

// fix:begin
const text = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
// fix:end

console.log(text || `No text: the stop reason is ${message.stop_reason}.`);
