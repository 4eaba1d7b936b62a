// Names the proxy in code, with its credentials percent-encoded: npm install undici
import Anthropic from "@anthropic-ai/sdk";
import { ProxyAgent } from "undici";

// fix:begin
const { PROXY_USER = "", PROXY_PASSWORD = "", PROXY_HOST = "" } = process.env;
const login = `${encodeURIComponent(PROXY_USER)}:${encodeURIComponent(PROXY_PASSWORD)}`;
const dispatcher = new ProxyAgent(`http://${login}@${PROXY_HOST}`);
const client = new Anthropic({ fetchOptions: { dispatcher } });
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
