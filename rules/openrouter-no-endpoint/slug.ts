const message = await client.messages.create({
  model: "anthropic/claude-sonnet-5", // as openrouter.ai/models has it
  max_tokens: 1024,
  messages,
});
