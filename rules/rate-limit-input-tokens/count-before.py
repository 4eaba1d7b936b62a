LIMIT = 40_000  # input tokens a minute; see the Console
counted = client.messages.count_tokens(
    model="claude-sonnet-4-6", messages=messages
)
if counted.input_tokens > LIMIT:
    raise ValueError(f"{counted.input_tokens} tokens: more than a minute")
