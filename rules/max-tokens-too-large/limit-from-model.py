name = "claude-sonnet-4-6"
most = client.models.retrieve(name).max_tokens or 8_192
with client.messages.stream(  # the SDK refuses so much without a stream
    model=name, max_tokens=min(64_000, most), messages=messages
) as stream:
    if not any(event.type == "message_stop" for event in stream):
        raise EOFError("the answer is cut: message_stop never came")
    message = stream.current_message_snapshot
