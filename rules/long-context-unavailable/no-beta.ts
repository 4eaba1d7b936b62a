const message = await client.messages.create({
  model, // and no betas: ["context-1m-2025-08-07"]
  max_tokens: 1024,
  messages,
});
