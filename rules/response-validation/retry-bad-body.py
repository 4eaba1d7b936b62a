import json
import random
import time


def ask(client, request, tries=3):
    """Asks again where something in between cut or replaced the body."""
    for attempt in range(1, tries + 1):  # each try may be billed
        try:
            return client.messages.create(**request)
        except json.JSONDecodeError:
            if attempt == tries:
                raise
        time.sleep(random.uniform(1, 2) * 2**attempt)
