const LIMIT = 40_000; // input tokens a minute; see the Console
const { input_tokens } = await client.messages.countTokens(
  { model: "claude-sonnet-4-6", messages },
);
if (!(input_tokens <= LIMIT)) // a page of a gateway has no number
  throw new Error(`${input_tokens} tokens: more than a minute allows`);
