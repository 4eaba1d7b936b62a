import asyncio


async def ask_all(client, questions, a_minute=50, workers=4):
    """Answers, or errors, in order; the pace holds for this process."""
    patient = client.with_options(max_retries=8)
    gate, free = asyncio.Lock(), asyncio.Semaphore(workers)

    async def ask(question):
        async with free:
            async with gate:  # one call begins after the other
                await asyncio.sleep(60 / a_minute)
            return await patient.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024,
                messages=[{"role": "user", "content": question}],
            )

    asked = [ask(question) for question in questions]
    return await asyncio.gather(*asked, return_exceptions=True)
