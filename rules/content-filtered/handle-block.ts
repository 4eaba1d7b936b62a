try {
  await client.messages
    .stream({ model: "claude-sonnet-4-6", max_tokens: 1024, messages })
    .finalMessage();
} catch (error) {
  if (/content filtering policy/.test(String(error)))
    console.log("Blocked: ask for something else; the same request fails.");
  throw error;
}
