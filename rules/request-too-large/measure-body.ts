// Measures a request before it is sent, and drops attachments of old turns until it fits.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const LIMIT = 19_000; // bytes; the API takes 32 MB: 32_000_000
const messages: Anthropic.MessageParam[] = [
  { role: "user", content: "An old attachment: " + "x".repeat(30_000) },
  { role: "assistant", content: "I have read it." },
  { role: "user", content: "Say hello." },
];

// fix:begin
const size = () => Buffer.byteLength(JSON.stringify(messages));
while (size() > LIMIT && messages.length > 2) messages.splice(0, 2); // the oldest pair of turns, with its attachments
if (size() > LIMIT) throw new Error(`The last turn alone has ${size()} bytes: upload its files with the Files API.`);
// fix:end

const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 64, messages });
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
