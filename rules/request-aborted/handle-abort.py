"""A deadline of your own around a call: the cancel is expected, so it ends quietly."""

import asyncio
import sys

import anthropic


# fix:begin
async def ask(seconds: float) -> str | None:
    """The answer, or None where the deadline passed first."""
    async with anthropic.AsyncAnthropic(max_retries=0) as client:
        try:
            async with asyncio.timeout(seconds):
                message = await client.messages.create(
                    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
                )
        except TimeoutError:
            return None  # our own deadline; a CancelledError from outside still passes through
    return "".join(block.text for block in message.content if block.type == "text")
# fix:end


answer = asyncio.run(ask(seconds=5))
print(answer or "No answer within the deadline.")
sys.exit(0 if answer else 1)
