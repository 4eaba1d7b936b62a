// Moves system messages to the system parameter.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const history = [
  { role: "system" as const, content: "Answer in one sentence." },
  { role: "user" as const, content: "Say hello." },
];

// fix:begin
const system = history.flatMap((turn) => (turn.role === "system" ? [turn.content] : [])).join("\n\n");
const messages = history.flatMap((turn) => (turn.role === "system" ? [] : [{ role: turn.role, content: turn.content }]));
// fix:end
const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 1024, system, messages });
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
