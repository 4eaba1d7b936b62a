// Meets the error: input and max_tokens together exceed the context window.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-opus-4-1",
  max_tokens: 16000,
  messages: [{ role: "user", content: "Some detail. ".repeat(64_000) }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
