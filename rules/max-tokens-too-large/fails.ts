// Meets the error: max_tokens is more than the model can write.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-haiku-4-5",
  max_tokens: 20000,
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
