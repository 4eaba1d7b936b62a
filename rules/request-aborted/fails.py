"""Cancels a call that is under way."""

import asyncio

import anthropic


async def main() -> None:
    async with anthropic.AsyncAnthropic() as client:
        call = asyncio.create_task(
            client.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
            )
        )
        await asyncio.sleep(0.2)
        call.cancel()
        await call


asyncio.run(main())
