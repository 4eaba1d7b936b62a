import asyncio
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
GO_ON = {"role": "user", "content": "You were cut off. Go on; repeat nothing."}

async def stream_text(client, messages, on_text, tries=4, **request):
    text, turns = "", messages  # text alone: tools and thinking start again
    for attempt in range(1, tries + 1):
        async with client.messages.stream(messages=turns, **request) as stream:
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    event = await anext(stream)
                except Exception as error:
                    if getattr(error, "type", None) not in (None, *PASSING):
                        raise
                    if attempt == tries:
                        raise RuntimeError(f"cut off after: {text}") from error
                    break
                if event.type == "message_stop":
                    return text
                if event.type == "text":
                    text += event.text
                    on_text(event.text)
        if text.strip():
            turns = [*messages, {"role": "assistant", "content": text}, GO_ON]
        await asyncio.sleep(2**attempt)
