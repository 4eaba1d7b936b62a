const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 16_000, messages },
);
if (message.stop_reason === "max_tokens")
  throw new Error("the answer is cut: raise max_tokens, or ask for less");
