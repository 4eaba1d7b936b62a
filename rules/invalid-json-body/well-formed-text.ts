// Repairs half characters (lone surrogates) before a text is sent.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
let text = "Say hello \ud83d"; // the first half of an emoji

// fix:begin
text = text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
// In Node 20 and later the same is: text = text.toWellFormed();
// fix:end
const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 1024,
  messages: [{ role: "user", content: text }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
