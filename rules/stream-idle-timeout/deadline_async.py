import asyncio

async def ask(client, messages):
    async def whole():
        async with client.messages.stream(
            model="claude-sonnet-4-6", max_tokens=64_000, messages=messages
        ) as stream:
            async for event in stream:
                if event.type == "message_stop":
                    return stream.current_message_snapshot
        raise EOFError("the answer is cut: message_stop never came")
    return await asyncio.wait_for(whole(), 600)  # pings do not hold it up
