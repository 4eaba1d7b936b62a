// Meets the error: a new model gets a temperature.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-opus-4-7",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }],
  temperature: 0.2,
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
