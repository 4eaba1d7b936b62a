import json
import random
import time

def ask(client, request, limit=1800):
    """Asks again where something in between cut or replaced the body."""
    end = time.monotonic() + limit  # seconds; no try begins after them
    request = {**request, "messages": [*request["messages"]]}
    for attempt in 1, 2, 3:  # each try may be billed
        try:
            message = client.messages.create(**request)
            came = getattr(message, "content", 0)  # a page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            if ok: return message
            if getattr(message, "error", None) or '"content":' in str(message):
                raise RuntimeError(f"under status 200: {message}")
            raise json.JSONDecodeError(f"no message: {message!s:.999}", "", 0)
        except (json.JSONDecodeError, UnicodeDecodeError):
            if attempt == 3 or time.monotonic() > end:
                raise
        time.sleep(random.uniform(1, 2) * 2**attempt)
