import Anthropic from "@anthropic-ai/sdk";

const WORDS =
  /credit balance is too low|API usage limits|monthly API usage|been disabled/;
try {
  await client.messages.create(
    { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
  );
} catch (error) {
  if (error instanceof Anthropic.APIError) {
    const code = JSON.stringify(error.error ?? "");
    const billing = error.status === 402 || /spend_limit_reached/.test(code);
    if (billing || WORDS.test(error.message))
      console.log("No retry helps: the owner of the account must act.");
  }
  throw error;
}
