async def ask(client, messages):
    # Eight tries wait about 40 s in all; retry-after is honoured. Default: 2.
    return await client.with_options(max_retries=8).messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    )
