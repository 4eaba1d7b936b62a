import anthropic

async def main(messages):  # asyncio.run(main(messages)), once a program
    async with anthropic.AsyncAnthropic() as client:
        return await client.messages.create(model="claude-sonnet-4-6",
                                            max_tokens=1024, messages=messages)
