"""Many calls, a bounded number at once, each stream closed."""

import asyncio

import anthropic

QUESTIONS = ["Say hello."]  # as many as you like


# fix:begin
async def main() -> list[str]:
    """All answers; never more than `at_once` requests under way."""
    at_once = asyncio.Semaphore(8)
    async with anthropic.AsyncAnthropic() as client:  # one client for all

        async def ask(question: str) -> str:
            async with (
                at_once,
                client.messages.stream(
                    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": question}]
                ) as stream,
            ):
                return await stream.get_final_text()

        return await asyncio.gather(*map(ask, QUESTIONS))
# fix:end


for answer in asyncio.run(main()):
    print(answer)
