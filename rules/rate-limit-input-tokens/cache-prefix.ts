const manual = "What stays the same in all requests."; // 1,024 tokens or more
const message = await client.messages.create({
  model: "claude-sonnet-4-6", max_tokens: 1024, messages,
  system: [{ type: "text", text: manual,
    cache_control: { type: "ephemeral" } }],
});
console.log("read from the cache:", message.usage.cache_read_input_tokens);
