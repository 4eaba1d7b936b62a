// Meets the error: the text ends in half an emoji.
import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: "Say hello \ud83d" }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
