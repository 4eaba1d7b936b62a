message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=16_000, messages=messages
)
if message.stop_reason == "max_tokens":
    raise ValueError("the answer is cut: raise max_tokens, or ask for less")
