import re

import anthropic


def ask(client, request):
    """Asks once more with the room that the input leaves, if that is enough."""
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in {**request, "messages": turns}.items()}
    try:
        return client.messages.create(**request)
    except anthropic.BadRequestError as error:
        said = re.search(r"context limit: (\d+) \+ \d+ > (\d+)", str(error))
        room = int(said[2]) - int(said[1]) - 10 if said else 0
        thinking = (request.get("thinking") or {}).get("budget_tokens", 0)
        if room < 500 + thinking:
            raise
    return client.messages.create(**{**request, "max_tokens": room})
