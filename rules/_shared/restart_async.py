import asyncio
import random
import time
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"

async def stream_answer(client, request, on_text, on_restart, limit=1800):
    end = time.monotonic() + limit  # seconds; no try begins after them
    for attempt in 1, 2, 3, 4:  # each try is billed
        async with client.messages.stream(**request) as stream:
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := await anext(stream, None)):
                        raise EOFError("message_stop never came")
                except Exception as error:
                    kind = getattr(error, "type", None)
                    late = attempt == 4 or time.monotonic() > end
                    if late or kind not in (None, *PASSING):
                        raise
                    break
                if event.type == "message_stop":
                    return stream.current_message_snapshot
                if event.type == "text":
                    on_text(event.text)
        on_restart()  # drop what was shown: the new text may differ
        await asyncio.sleep(random.uniform(1, 2) * 2**attempt)
