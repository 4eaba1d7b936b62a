message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,  # every request needs it
    messages=messages,
)
