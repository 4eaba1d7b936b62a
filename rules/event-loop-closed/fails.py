"""Uses one client in two event loops."""

import asyncio

import anthropic

client = anthropic.AsyncAnthropic(max_retries=0)


async def ask() -> None:
    await client.messages.create(
        model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
    )


asyncio.run(ask())
asyncio.run(ask())
