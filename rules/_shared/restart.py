import random, time
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)
def stream_answer(client, request, on_text, on_restart, limit=1800):
    request, end = listed(request), time.monotonic() + limit  # in seconds
    for left in 3, 2, 1, 0:  # each try is billed
        with client.messages.stream(**request) as s:  # SDK retries this
            sse = "event" in s.response.headers.get("content-type", "").lower()
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := next(s, None)):
                        raise EOFError(f"no message_stop; event stream: {sse}")
                except Exception as error:
                    lasts = getattr(error, "type", None) not in (None, *PASSING)
                    if lasts or not sse or not left or time.monotonic() > end:
                        raise
                    break
                if event.type == "message_delta" and event.delta.stop_reason:
                    return s.current_message_snapshot
                if event.type == "text": on_text(event.text)
        on_restart()  # drop what was shown: the new text may differ
        time.sleep(random.uniform(1, 2) * 2 ** (4 - left))
