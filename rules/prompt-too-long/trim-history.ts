// Drops the oldest exchanges when the API says that the history is too long.
import Anthropic from "@anthropic-ai/sdk";

const model = "claude-sonnet-4-6";
const max_tokens = 1024;

const client = new Anthropic();
const history: Anthropic.MessageParam[] = []; // a stand-in for your history
for (let number = 0; number < 40; number += 1) {
  history.push({ role: "user", content: `Question ${number}? ` + "Some detail. ".repeat(20) });
  history.push({ role: "assistant", content: `Answer ${number}.` });
}
history.push({ role: "user", content: "Say hello." });

// fix:begin
// A turn where a history may begin: a question, not the results of tool calls.
function asks(message: Anthropic.MessageParam): boolean {
  if (message.role !== "user") return false;
  return typeof message.content === "string" || message.content.every((block) => block.type !== "tool_result");
}

// The newest exchanges that fit into `limit` tokens.
async function fit(messages: Anthropic.MessageParam[], limit: number): Promise<Anthropic.MessageParam[]> {
  for (;;) {
    const { input_tokens: tokens } = await client.messages.countTokens({ model, messages });
    if (tokens <= limit) return messages;
    const drop = Math.max(1, Math.floor(messages.length * (1 - limit / tokens))); // as if all turns were of one length
    const start = messages.findIndex((turn, at) => at >= drop && asks(turn));
    if (start < 0) throw new Error("The last question alone does not fit: shorten it.");
    messages = messages.slice(start);
  }
}

// Asks; where the history is too long, once more with what fits.
async function ask(messages: Anthropic.MessageParam[]): Promise<Anthropic.Message> {
  try {
    return await client.messages.create({ model, max_tokens, messages });
  } catch (error) {
    const found = /prompt is too long: \d+ tokens > (\d+)/.exec(String(error));
    if (!found) throw error;
    return client.messages.create({ model, max_tokens, messages: await fit(messages, Number(found[1]) * 0.9) });
  }
}
// fix:end

const message = await ask(history);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
