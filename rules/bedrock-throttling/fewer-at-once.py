"""Bounds what runs at once on Bedrock, and lets the SDK back off longer than by default."""

import asyncio

from anthropic.lib.bedrock import AsyncAnthropicBedrock

QUESTIONS = ["Say hello."]  # as many as you like

# fix:begin
client = AsyncAnthropicBedrock(aws_region="us-east-1", max_retries=6)  # exponential, with jitter
at_once = asyncio.Semaphore(2)


async def ask(question: str) -> str:
    """One answer; at most two requests run at the same time."""
    async with at_once:
        message = await client.messages.create(
            model="us.anthropic.claude-haiku-4-5-20251001-v1:0",
            max_tokens=512,  # reserved from your quota: keep it near what you need
            messages=[{"role": "user", "content": question}],
        )
    return "".join(block.text for block in message.content if block.type == "text")
# fix:end


async def main() -> None:
    for answer in await asyncio.gather(*map(ask, QUESTIONS)):
        print(answer)


asyncio.run(main())
