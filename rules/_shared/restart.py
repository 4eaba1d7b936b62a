import random
import time

PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"

def stream_answer(client, request, on_text, on_restart, tries=4):
    for attempt in range(1, tries + 1):  # each try is billed
        with client.messages.stream(**request) as stream:  # SDK retries this
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    event = next(stream, None)
                    if not event:
                        raise EOFError("message_stop never came")
                    message = stream.current_message_snapshot
                except Exception as error:
                    kind = getattr(error, "type", None)
                    if attempt == tries or kind not in (None, *PASSING):
                        raise
                    break
                if event.type == "message_stop":
                    return message
                if event.type == "text":
                    on_text(event.text)
        on_restart()  # drop what was shown: the new text may differ
        time.sleep(random.uniform(1, 2) * 2**attempt)
