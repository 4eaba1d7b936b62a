async def ask(client, messages):
    async with client.messages.stream(
        model="claude-sonnet-4-6", max_tokens=64_000, messages=messages
    ) as stream:
        # Reads up to the one event that proves that the answer is whole.
        async for event in stream:
            if event.type == "message_stop":
                return stream.current_message_snapshot
    raise EOFError("the answer is cut: message_stop never came")
