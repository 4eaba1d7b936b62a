const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 1024, messages },
);
const parts = message.content.map((block) =>
  block.type === "text" ? block.text : "");
console.log(parts.join(""));
