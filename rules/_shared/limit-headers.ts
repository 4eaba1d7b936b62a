import Anthropic from "@anthropic-ai/sdk";

const { headers } = await client.messages
  .create({ model: "claude-sonnet-4-6", max_tokens: 16, messages })
  .asResponse()
  .catch((error: unknown) => {
    if (!(error instanceof Anthropic.RateLimitError)) throw error;
    console.log(error.message); // it names the limit
    return error;
  });
for (const [name, value] of headers) {
  if (/^(retry-after$|anthropic-ratelimit-)/.test(name))
    console.log(`${name}: ${value}`);
}
