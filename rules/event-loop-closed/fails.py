"""Calls asyncio.run() where a loop is running already."""

import asyncio

import anthropic


async def main() -> None:
    client = anthropic.AsyncAnthropic()
    print(
        asyncio.run(
            client.messages.create(
                model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
            )
        )
    )


asyncio.run(main())
