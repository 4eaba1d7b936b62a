message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=16_000, messages=messages
)
if message.stop_reason in ("max_tokens", "model_context_window_exceeded"):
    # Raise max_tokens; where the window is full, shorten what you send.
    raise ValueError(f"the answer is cut: {message.stop_reason}")
