name = "claude-sonnet-4-6"
most = client.models.retrieve(name).max_tokens or 8_192
message = client.messages.create(
    model=name, max_tokens=min(64_000, most), messages=messages
)
