// Asks again, twice, when the body of a 200 is not what it should be: the SDK does not. Each answer is billed.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
async function ask(): Promise<Anthropic.Message> {
  for (let attempt = 1; ; attempt++) {
    try {
      const message = await client.messages.create({
        model: "claude-sonnet-4-6",
        max_tokens: 64,
        messages: [{ role: "user", content: "Say hello." }],
      });
      if (!Array.isArray(message?.content)) throw new TypeError("no message in it"); // an empty body raises nothing
      return message;
    } catch (error) {
      if (attempt === 3 || error instanceof Anthropic.APIError) throw error;
      console.error(`the body was no JSON (${error}); asking again`);
      await new Promise((resolve) => setTimeout(resolve, (500 + Math.random() * 500) * 2 ** attempt));
    }
  }
}
const message = await ask();
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
