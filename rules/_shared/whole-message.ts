const message = await client.messages
  .stream({ model: "claude-sonnet-4-6", max_tokens: 64_000, messages })
  .finalMessage(); // rejects where message_stop never came
