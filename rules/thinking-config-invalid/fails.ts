// Meets the error: the thinking budget is not below max_tokens.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-haiku-4-5",
  max_tokens: 2048,
  thinking: { type: "enabled", budget_tokens: 4096 },
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
