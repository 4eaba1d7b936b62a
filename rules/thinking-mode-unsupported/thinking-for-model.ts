const message = await client.messages.create({
  model: "claude-opus-4-7", max_tokens: 16_000, messages,
  thinking: { type: "adaptive" }, // the model decides how long it thinks
  output_config: { effort: "high" },
});
