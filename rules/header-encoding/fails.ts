// Sends a key in curly quotes, as a document hands it out.
import Anthropic from "@anthropic-ai/sdk";

await new Anthropic({ apiKey: "\u201csk-ant-lab-dummy\u201d" }).messages.create({
  model: "claude-sonnet-4-6",
  max_tokens: 64,
  messages: [{ role: "user", content: "Say hello." }],
});
