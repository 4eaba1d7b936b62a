// Sends only fields that the API knows.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history = [
  // as it was saved: with a field of your own
  { role: "user" as const, content: "Say hello.", created_at: "2026-11-20T08:00:00Z" },
];

// fix:begin
const messages = history.map(({ role, content }) => ({ role, content }));
// A field of a beta needs the beta: client.beta.messages.create({ betas: ['…'], … })
// fix:end
const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 1024, messages });
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
