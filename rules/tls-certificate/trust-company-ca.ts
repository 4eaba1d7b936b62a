// Trusts the public roots and one more, the root of your company's proxy: npm install undici
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import Anthropic from "@anthropic-ai/sdk";
import { Agent } from "undici";

// fix:begin
const root = readFileSync(process.env["COMPANY_CA"] ?? "", "utf8"); // the root in PEM form
const dispatcher = new Agent({ connect: { ca: [...rootCertificates, root] } });
const client = new Anthropic({ fetchOptions: { dispatcher } });
// fix:end

const message = await client.messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
