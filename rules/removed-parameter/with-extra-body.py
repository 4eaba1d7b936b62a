message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
    # For an older model that still takes it: extra_body={"temperature": 0.2}
)
