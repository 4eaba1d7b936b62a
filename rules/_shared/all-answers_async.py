import asyncio, re
# A 403 page of a firewall may be about one question alone: it does not last.
LASTS = "^40(?!3 <)[1-4] |usage limits|spend_limit|credit balance|been disabled"
async def ask_all(client, questions, a_minute=50, workers=4):
    """Answers, or errors, in order; the pace holds for this process."""
    gate, free = asyncio.Lock(), asyncio.Semaphore(workers)
    patient, lasting = client.with_options(max_retries=8), []  # what all get
    async def ask(question):
        async with free:
            async with gate:  # one call begins after the other
                await asyncio.sleep(0 if lasting else 60 / a_minute)
            try:
                if lasting: return lasting[0]
                got = await patient.messages.create(
                    model="claude-sonnet-4-6", max_tokens=1024,
                    messages=[{"role": "user", "content": question}])
                parts = getattr(got, "content", 0)
                if type(parts) is list and all(
                        getattr(part, "type", 0) for part in parts): return got
                return ValueError(got)  # a gateway's page
            except Exception as error:  # the other answers are not lost
                said = f"{getattr(error, 'status_code', 0)} {error}"
                if re.search(LASTS, said): lasting.append(error)
                return error
    return await asyncio.gather(*map(ask, questions))
