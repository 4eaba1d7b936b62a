// Meets the error: a model of 4.7 or later is told to think with a budget.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-opus-4-7",
  max_tokens: 4096,
  thinking: { type: "enabled", budget_tokens: 2048 },
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
