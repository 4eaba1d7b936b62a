// Checks the key when the program starts, and shows no more than its end.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const key = (process.env["ANTHROPIC_API_KEY"] ?? "").trim().replace(/^["']|["']$/g, "");
if (!key) throw new Error("ANTHROPIC_API_KEY is not set in this process.");
if (!/^sk-ant-[\x21-\x7e]+$/.test(key)) {
  throw new Error(`ANTHROPIC_API_KEY does not look like a key of the Claude API (it ends in ${key.slice(-4)}).`);
}
const client = new Anthropic({ apiKey: key });
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
