"""The client lives inside the loop that uses it."""

import asyncio

import anthropic


# fix:begin
async def main() -> str:
    async with anthropic.AsyncAnthropic() as client:
        message = await client.messages.create(
            model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
        )
    return "".join(block.text for block in message.content if block.type == "text")


print(asyncio.run(main()))  # one asyncio.run() for the whole program
# fix:end
