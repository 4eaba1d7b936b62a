import json, random, time
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
def stream_answer(client, request, on_text, on_restart, limit=1800):
    end = time.monotonic() + limit  # in seconds
    for left in 3, 2, 1, 0:  # each try is billed
        with client.messages.stream(**request) as s:  # SDK retries this
            sse = "event" in s.response.headers.get("content-type", "").lower()
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := next(s, None)):
                        raise EOFError(f"no message_stop; event stream: {sse}")
                except Exception as error:
                    lasts = getattr(error, "type", "api_error") not in PASSING
                    if lasts or not sse or not left or time.monotonic() > end:
                        raise
                    break
                stop = event.type == "message_delta" and event.delta.stop_reason
                if stop or event.type == "message_stop":
                    return s.current_message_snapshot
                if event.type == "text":
                    on_text(event.text)
        on_restart()  # drop what was shown: the new text may differ
        sent = json.loads(s.response.request.read())  # files are read once
        request = {**request, "extra_body": sent}
        time.sleep(random.uniform(1, 2) * 2 ** (4 - left))
