message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,  # input and answer share the context window
    messages=messages,
)
