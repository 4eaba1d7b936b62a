import json
import re

import anthropic


def ask(client, request):
    """Asks once more with the room that the input leaves, if that is enough."""
    try:
        return client.messages.create(**request)
    except anthropic.BadRequestError as error:
        said = re.search(r"context limit: (\d+) \+ \d+ > (\d+)", str(error))
        if not said:
            raise
        body = json.loads(error.request.read())  # as it was sent
        body["max_tokens"] = int(said[2]) - int(said[1]) - 10
        thinking = (body.get("thinking") or {}).get("budget_tokens", 0)
        if body["max_tokens"] < 500 + thinking:
            raise
    return client.messages.create(**{**request, "extra_body": body})
