async def ask_for_calls(client, request, tries=2):
    """The message, its parallel calls read one by one; each try is billed."""
    for last in [False] * (tries - 1) + [True]:
        async with client.messages.stream(**request) as stream:
            try:
                async for event in stream:
                    if event.type == "message_stop":
                        return stream.current_message_snapshot
            except ValueError:  # an input that is not valid JSON
                if last:
                    raise
            else:
                raise EOFError("the stream ended without message_stop")
