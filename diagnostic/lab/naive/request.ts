// One request as it is given in LAB_REQUEST, on top of a plain one.
import Anthropic from "@anthropic-ai/sdk";

const message = await new Anthropic().messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
  ...JSON.parse(process.env["LAB_REQUEST"] ?? "{}"),
  stream: false,
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
