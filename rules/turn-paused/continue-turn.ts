// Goes on with a paused turn until it is done, a bounded number of times.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const messages: Anthropic.MessageParam[] = [{ role: "user", content: "Say hello." }];

// fix:begin
let text = "";
for (let turn = 1; ; turn++) {
  const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 4096, messages });
  text += message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  if (message.stop_reason !== "pause_turn") break;
  if (turn === 5) throw new Error("The turn was paused five times: ask for less at once.");
  messages.push({ role: "assistant", content: message.content }); // unchanged, and no user turn after it
}
// fix:end

console.log(text);
