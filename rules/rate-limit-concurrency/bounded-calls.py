"""Never more than a few calls at once, whatever the number of tasks."""

import asyncio

import anthropic

QUESTIONS = ["Say hello."]


# fix:begin
async def main() -> list[str]:
    """All answers, four at a time."""
    at_once = asyncio.Semaphore(4)
    async with anthropic.AsyncAnthropic(max_retries=5) as client:

        async def ask(question: str) -> str:
            async with at_once:
                message = await client.messages.create(
                    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": question}]
                )
            return "".join(block.text for block in message.content if block.type == "text")

        return await asyncio.gather(*map(ask, QUESTIONS))
# fix:end


for answer in asyncio.run(main()):
    print(answer)
