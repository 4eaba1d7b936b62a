async def ask(client, messages):  # client = anthropic.AsyncAnthropic()
    async with client.messages.stream(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    ) as stream:
        async for event in stream:
            if event.type == "message_stop":
                return stream.current_message_snapshot
    raise EOFError("the answer is cut: message_stop never came")
