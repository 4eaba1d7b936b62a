import asyncio, random
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)
async def stream_answer(client, request, on_text, on_restart):
    request = listed(request)  # a deadline: asyncio.timeout around the call
    for left in 3, 2, 1, 0:  # each try is billed
        async with client.messages.stream(**request) as s:
            sse = "event" in s.response.headers.get("content-type", "").lower()
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := await anext(s, None)):
                        raise EOFError(f"no message_stop; event stream: {sse}")
                except Exception as error:
                    lasts = getattr(error, "type", None) not in (None, *PASSING)
                    if lasts or not sse or not left:
                        raise
                    break
                if event.type == "message_delta" and event.delta.stop_reason:
                    return s.current_message_snapshot
                if event.type == "text": await on_text(event.text)
        await on_restart()  # drop what was shown: the new text may differ
        await asyncio.sleep(random.uniform(1, 2) * 2 ** (4 - left))
