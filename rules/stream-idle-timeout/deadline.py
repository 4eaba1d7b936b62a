import threading

with client.messages.stream(
    model="claude-sonnet-4-6", max_tokens=64_000, messages=messages
) as stream:
    # Pings count as data for the read timeout: this ends them, too.
    deadline = threading.Timer(600, stream.close)
    deadline.start()
    try:
        if not any(event.type == "message_stop" for event in stream):
            raise EOFError("the answer is cut: message_stop never came")
        message = stream.current_message_snapshot
    except Exception as error:
        if deadline.is_alive():
            raise
        raise TimeoutError("the whole answer took over 600 s") from error
    finally:
        deadline.cancel()
