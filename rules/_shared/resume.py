import time
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
GO_ON = {"role": "user", "content": "You were cut off. Go on; repeat nothing."}

def stream_text(client, messages, on_text, tries=4, **request):
    text, turns = "", messages  # text alone: tools and thinking start again
    for left in reversed(range(tries)):  # each try is billed
        with client.messages.stream(messages=turns, **request) as stream:
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := next(stream, None)):
                        raise EOFError("message_stop never came")
                except Exception as error:
                    kind = getattr(error, "type", None)
                    if not left or kind not in (None, *PASSING):
                        raise
                    break
                if event.type == "message_stop":
                    return text, stream.current_message_snapshot
                if event.type == "text":
                    text += event.text
                    on_text(event.text)
        if text.strip():
            turns = [*messages, {"role": "assistant", "content": text}, GO_ON]
        time.sleep(2 ** (tries - left))
