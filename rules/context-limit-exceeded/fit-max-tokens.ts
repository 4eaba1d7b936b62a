// Gives max_tokens only the room that the input leaves: the error names it.
import Anthropic from "@anthropic-ai/sdk";

const model = "claude-opus-4-1";
const client = new Anthropic();
const history: Anthropic.MessageParam[] = [{ role: "user", content: "Say hello." }];

// fix:begin
// Asks; where input and max_tokens do not fit together, once more with the room that is left.
async function ask(messages: Anthropic.MessageParam[], max_tokens: number): Promise<Anthropic.Message> {
  try {
    return await client.messages.create({ model, max_tokens, messages });
  } catch (error) {
    const found = /exceed context limit: (\d+) \+ \d+ > (\d+)/.exec(String(error));
    const room = found ? Number(found[2]) - Number(found[1]) - 10 : 0;
    if (room < 500) throw error; // another error, or the input leaves no room for an answer
    return client.messages.create({ model, max_tokens: room, messages });
  }
}
// fix:end

const message = await ask(history, 16_000);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
