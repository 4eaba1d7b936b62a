// Ends at once where money is the reason: no wait helps, and retries only make noise.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 0 });

// fix:begin
const NO_MONEY = ["credit balance is too low", "API usage limits", "monthly API usage", "billing", "spend limit"];

const message = await client.messages
  .create({ model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] })
  .catch((error: unknown) => {
    if (error instanceof Anthropic.APIError && NO_MONEY.some((words) => error.message.includes(words))) {
      console.error(`No retry helps, the account owner must act: ${error.message}`);
      process.exit(1);
    }
    throw error;
  });
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
