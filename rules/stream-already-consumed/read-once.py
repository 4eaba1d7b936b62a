with client.messages.stream(
    model="claude-sonnet-4-6", max_tokens=1024, messages=messages
) as stream:
    text = ""
    for event in stream:  # once: everything is taken from here
        text += event.text if event.type == "text" else ""
        if event.type == "message_stop":
            message = stream.current_message_snapshot
            break
    else:
        raise EOFError("the answer is cut: message_stop never came")
