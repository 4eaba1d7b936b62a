import asyncio
import random
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
async def stream_answer(client, request, on_text, on_restart):
    # For a deadline, put asyncio.timeout(1800) around the call.
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in request.items()}
    for left in 3, 2, 1, 0:  # each try is billed, and reads each list again
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
                if event.type == "text":
                    await on_text(event.text)
        await on_restart()  # drop what was shown: the new text may differ
        await asyncio.sleep(random.uniform(1, 2) * 2 ** (4 - left))
