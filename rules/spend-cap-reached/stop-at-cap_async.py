import re


async def stop_at_cap(request, call_next):
    """Middleware: at a cap, it tells the SDK that no retry helps."""
    response = await call_next(request)
    if response.status_code == 429 and re.search(
        "spend.limit|API usage limits", await response.text()
    ):
        response.headers["x-should-retry"] = "false"
    return response


async def ask(client, messages):
    patient = client.with_options(max_retries=8).with_middleware(stop_at_cap)
    return await patient.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    )
