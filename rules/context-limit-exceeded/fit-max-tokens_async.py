import re

import anthropic

def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)

async def ask(client, request):
    """Asks once more with the room that the input leaves, if that is enough."""
    request = listed(request)
    try:
        return await client.messages.create(**request)
    except anthropic.BadRequestError as error:
        said = re.search(r"context limit: (\d+) \+ \d+ > (\d+)", str(error))
        room = int(said[2]) - int(said[1]) - 10 if said else 0
        thinking = (request.get("thinking") or {}).get("budget_tokens", 0)
        if room < 500 + thinking:
            raise
    return await client.messages.create(**{**request, "max_tokens": room})
