import asyncio
import json
import random


async def ask(client, request, tries=3):
    """Asks again where something in between cut or replaced the body."""
    for attempt in range(1, tries + 1):  # each try may be billed
        try:
            message = await client.messages.create(**request)
            if getattr(message, "content", None) is not None:
                return message
            raise json.JSONDecodeError("not a message", str(message)[:99], 0)
        except json.JSONDecodeError:
            if attempt == tries:
                raise
        await asyncio.sleep(random.uniform(1, 2) * 2**attempt)
