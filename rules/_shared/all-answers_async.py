import asyncio


async def ask_all(client, questions, a_minute=50, workers=4):
    """Answers, or errors, in order; the pace holds for this process."""
    patient = client.with_options(max_retries=8)
    gate, free = asyncio.Lock(), asyncio.Semaphore(workers)
    spent = []  # the error of a cap: what comes after it is not asked

    async def ask(question):
        async with free:
            async with gate:  # one call begins after the other
                await asyncio.sleep(60 / a_minute)
            try:
                return spent[0] if spent else await patient.messages.create(
                    model="claude-sonnet-4-6", max_tokens=1024,
                    messages=[{"role": "user", "content": question}],
                )
            except Exception as error:  # the other answers are not lost
                if "usage limits" in str(error):
                    spent.append(error)
                return error

    return await asyncio.gather(*[ask(question) for question in questions])
