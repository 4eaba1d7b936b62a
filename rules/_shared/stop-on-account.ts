// Ends at once where only the owner of the account can act: no wait helps, and retries only make noise.
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({ maxRetries: 0 });

// fix:begin
// The type of these errors is often a plain invalid_request_error: the sentence tells.
const ACCOUNT = ["billing_error", "credit balance is too low", "API usage limits", "monthly API usage", "organization has been disabled"];

const message = await client.messages
  .create({ model: "claude-sonnet-4-6", max_tokens: 64, messages: [{ role: "user", content: "Say hello." }] })
  .catch((error: unknown) => {
    if (error instanceof Anthropic.APIError && ACCOUNT.some((words) => error.message.includes(words))) {
      console.error(`No retry helps, the owner of the account must act: ${error.message}`);
      process.exit(1);
    }
    throw error;
  });
// fix:end

console.log(message.content.map((block) => (block.type === "text" ? block.text : "")).join(""));
