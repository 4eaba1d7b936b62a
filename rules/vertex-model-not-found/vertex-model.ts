const message = await client.messages.create({
  model: "claude-haiku-4-5@20251001", // enabled in Model Garden
  max_tokens: 1024,
  messages,
});
