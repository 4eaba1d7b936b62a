async def ask(client, messages):  # client = anthropic.AsyncAnthropic()
    return await client.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    )
