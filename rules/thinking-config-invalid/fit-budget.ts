const message = await client.messages.create({
  model: "claude-sonnet-4-6", max_tokens: 6_000, messages,
  // A part of max_tokens, and 1,024 or more; the rest is the answer's.
  thinking: { type: "enabled", budget_tokens: 4_000 },
});
