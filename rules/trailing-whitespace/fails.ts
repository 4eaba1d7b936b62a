// Meets the error: the prefilled answer ends in a space.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-haiku-4-5",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello." }, { role: "assistant", content: "Here is my answer: " }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
