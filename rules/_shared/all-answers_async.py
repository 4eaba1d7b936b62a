import asyncio
LASTING = ("usage limits", "spend_limit", "credit balance", "billing_error",
           "authentication_error")  # each question would get the same
async def ask_all(client, questions, a_minute=50, workers=4):
    """Answers, or errors, in order; the pace holds for this process."""
    patient = client.with_options(max_retries=8)
    gate, free = asyncio.Lock(), asyncio.Semaphore(workers)
    spent = []  # such an error: what comes after it is not asked

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
                if any(words in str(error) for words in LASTING):
                    spent.append(error)
                return error

    return await asyncio.gather(*[ask(question) for question in questions])
