const message = await client.messages.create({
  model,
  max_tokens: 1024, // was max_tokens_to_sample
  // system: "…",   // what stood before the first "Human:"
  messages, // without "Human:" and "Assistant:"
});
