import asyncio, random, time
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"

async def stream_answer(client, request, on_text, on_restart, limit=1800):
    end = time.monotonic() + limit  # seconds; no try begins after them
    request = {**request, "messages": [*request["messages"]]}
    for left in 3, 2, 1, 0:  # each try is billed
        async with client.messages.stream(**request) as stream:
            if "html" in stream.response.headers.get("content-type", ""):
                raise ValueError("a web page came, not the API's stream")
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := await anext(stream, None)):
                        raise EOFError("message_stop never came")
                except Exception as error:
                    lasts = getattr(error, "type", None) not in (None, *PASSING)
                    if lasts or not left or time.monotonic() > end:
                        raise
                    break
                if event.type == "message_delta" and event.delta.stop_reason:
                    return stream.current_message_snapshot
                if event.type == "text":
                    on_text(event.text)
        on_restart()  # drop what was shown: the new text may differ
        await asyncio.sleep(random.uniform(1, 2) * 2 ** (4 - left))
