const message = await client.messages.create({
  model: "my-deployment", // the name that you chose for it
  max_tokens: 1024,
  messages,
});
