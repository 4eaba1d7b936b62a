LIMIT = 40_000  # input tokens a minute; see the Console
counted = client.messages.count_tokens(
    model="claude-sonnet-4-6", messages=messages
)
tokens = getattr(counted, "input_tokens", None)
if type(tokens) is not int or tokens > LIMIT:  # a page has no number
    raise ValueError(f"{tokens} tokens: more than a minute allows")
