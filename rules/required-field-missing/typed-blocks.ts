const message = await client.messages.create({
  model: "claude-sonnet-4-6", max_tokens: 1024,
  messages: [{ role: "user", content: [
    { type: "text", text: "Say hello." }, // each block has a type
  ] }],
});
