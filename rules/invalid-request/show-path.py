import json
import re

import anthropic


def ask(client, request):
    """Prints the element of the request that the API's message names."""
    try:
        return client.messages.create(**request)
    except anthropic.BadRequestError as error:
        path = re.search(r"\b(?!mcp_)[a-z_]+(?:\.\w+)+(?=:)", error.message)
        element = sent = json.loads(error.request.read() or "{}")
        for key in path[0].split(".") if path else []:
            if isinstance(element, str):
                break  # the API counts a text as one block
            try:
                element = element[int(key) if key.isdigit() else key]
            except (KeyError, IndexError, TypeError):
                break  # the end of a path may name a type or a missing field
        if element is sent:  # it may contain secrets
            print(error.message)
        else:
            print(path[0], str(element)[:500])
        raise
