// Asks for the rest of an answer that met max_tokens, a bounded number of times.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();
const messages: Anthropic.MessageParam[] = [{ role: "user", content: "Say hello." }];

// fix:begin
let text = "";
for (let part = 1; ; part++) {
  const message = await client.messages.create({ model: "claude-sonnet-4-6", max_tokens: 4096, messages });
  const added = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  text += added;
  if (message.stop_reason !== "max_tokens") break;
  if (part === 3) throw new Error("The answer met max_tokens three times: raise it, or ask for less.");
  // A user turn asks for the rest: Claude 4.6 and later do not accept a conversation that ends with the assistant.
  messages.push(
    { role: "assistant", content: added || "(nothing yet)" },
    { role: "user", content: "You were cut off. Go on exactly where you stopped." },
  );
}
// fix:end

console.log(text);
