// A base URL that is the host alone, whatever the variable holds.
import Anthropic from "@anthropic-ai/sdk";

// fix:begin
const baseURL = (process.env["ANTHROPIC_BASE_URL"] ?? "https://api.anthropic.com").replace(/\/+$/, "").replace(/(\/v1)?(\/messages)?$/, "");
const client = new Anthropic({ baseURL });
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
