with client.messages.stream(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages
) as stream:
    text, whole = "", False
    for event in stream:  # once: everything is taken from here
        text += event.text if event.type == "text" else ""
        whole = whole or event.type == "message_stop"
if not whole:
    raise EOFError("the answer is cut: message_stop never came")
