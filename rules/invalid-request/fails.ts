// Meets the error: a field has a value that the API does not accept.
import Anthropic from "@anthropic-ai/sdk";

const request: any = {
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  metadata: { user_id: "u".repeat(300) },
  messages: [{ role: "user", content: "Say hello." }],
};
const message: Anthropic.Message = await new Anthropic().messages.create(request);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
