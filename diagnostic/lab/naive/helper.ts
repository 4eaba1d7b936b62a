// The stream helper and its final message.
import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().messages
  .stream({ model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] })
  .finalMessage();
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""), `stop_reason: ${message.stop_reason}`);
