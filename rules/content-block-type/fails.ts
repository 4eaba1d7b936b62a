// Takes the first block for text.
import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
});
const first = message.content[0] as unknown as { text: string };
console.log(first.text);
