message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages
)
text = "".join(
    getattr(block, "text", None) or ""  # a gateway may send null
    for block in message.content if block.type == "text"
)
