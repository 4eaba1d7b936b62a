// A prefix, then the model: copy the id from the list of profiles.
const message = await client.messages.create({
  model: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  max_tokens: 1024,
  messages,
});
