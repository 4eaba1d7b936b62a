import anthropic

try:
    with client.messages.stream(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    ) as stream:
        if not any(event.type == "message_stop" for event in stream):
            raise EOFError("the answer is cut: message_stop never came")
        message = stream.current_message_snapshot
except anthropic.APIStatusError as error:
    if "content filtering policy" in str(error):
        print("Blocked: ask for something else; the same request fails again.")
    raise
