import asyncio
PASSING = "overloaded_error", "api_error", "timeout_error", "rate_limit_error"
GO_ON = {"role": "user", "content": "You were cut off. Go on; repeat nothing."}
async def stream_text(client, messages, on_text, **request):
    text, turns = "", (messages := [*messages])
    json = "format" in f"{[*request]} {request.get('output_config')}"
    for left in [0] if json else [3, 2, 1, 0]:  # half a JSON cannot go on
        async with client.messages.stream(messages=turns, **request) as s:
            sse = "event" in s.response.headers.get("content-type", "").lower()
            while True:
                try:  # around the stream alone: your own bugs stay visible
                    if not (event := await anext(s, None)):
                        raise EOFError(f"no message_stop; event stream: {sse}")
                except Exception as error:
                    lasts = getattr(error, "type", "api_error") not in PASSING
                    if lasts or not sse or not left: raise
                    break
                stop = event.type == "message_delta" and event.delta.stop_reason
                if stop or event.type == "message_stop":
                    return text, s.current_message_snapshot
                if event.type == "text":
                    text += event.text; await on_text(event.text)
        if (said := text.encode(errors="replace").decode()).strip():  # no tools
            turns = [*messages, {"role": "assistant", "content": said}, GO_ON]
        await asyncio.sleep(2 ** (4 - left))
