// Counts a request before it is sent: one that exceeds the minute's allowance can never pass.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const LIMIT = 40_000; // the number in the error
const messages: Anthropic.MessageParam[] = [{ role: "user", content: "Say hello." }];

// fix:begin
const { input_tokens: count } = await client.messages.countTokens({ model: "claude-sonnet-4-6", messages });
if (count > LIMIT) throw new Error(`This request alone has ${count} input tokens, and a minute allows ${LIMIT}: shorten it.`);
// fix:end

const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 64, messages });
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
