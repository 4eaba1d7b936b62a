import asyncio


async def ask(client, messages, seconds=600):
    """An answer within a deadline; a cancellation from outside goes on."""
    return await asyncio.wait_for(client.messages.create(
        model="claude-sonnet-4-6", max_tokens=1024, messages=messages
    ), seconds)  # raises TimeoutError: your own deadline, not the API's
