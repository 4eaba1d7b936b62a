import re

import anthropic


def ask(client, request):
    """Prints the element of the request that the API's message names."""
    try:
        return client.messages.create(**request)
    except anthropic.BadRequestError as error:
        path = re.search(r"[a-z_]+(?:\.\w+)+(?=:)", error.message)
        element = request
        for key in path[0].split(".") if path else []:
            try:
                element = element[int(key) if key.isdigit() else key]
            except (KeyError, IndexError, TypeError):
                break  # the end of a path may name a type or a missing field
        print(path[0] if path else error.message, str(element)[:500])
        raise
