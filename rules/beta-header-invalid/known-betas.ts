// Asks once more without the betas that the API does not know.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic();

// fix:begin
// Asks with these betas; one that the API does not know is left out, and said.
async function ask(betas: string[]): Promise<Anthropic.Beta.BetaMessage> {
  for (;;) {
    try {
      return await client.beta.messages.create({
        model: "claude-sonnet-4-6",
        max_tokens: 1024,
        messages: [{ role: "user", content: "Say hello." }],
        betas,
      });
    } catch (error) {
      const named = /Unexpected value\(s\) `([\w.,\- ]+)`/.exec(String(error))?.[1] ?? "";
      const unknown = betas.filter((beta) => named.includes(beta));
      if (!unknown.length) throw error;
      console.log(`without the unknown beta ${unknown.join(", ")}`);
      betas = betas.filter((beta) => !unknown.includes(beta));
    }
  }
}
// fix:end

const message = await ask(["lab-unknown-2024-01-01"]);
console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
