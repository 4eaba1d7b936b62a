const message = await client.messages.create(
  { model: "claude-sonnet-4-6", max_tokens: 16_000, messages },
);
// Raise max_tokens; where the window is full, shorten what you send.
if (/^(max_tokens|model_context_window_exceeded)$/.test(message.stop_reason!))
  throw new Error(`the answer is cut: ${message.stop_reason}`);
