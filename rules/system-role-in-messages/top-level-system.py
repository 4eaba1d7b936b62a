def blocks(content):
    """Content as a list of blocks."""
    if not content or not isinstance(content, str):
        return content or []
    return [{"type": "text", "text": content}]


def move_system(request):
    """The request with its system and developer turns in `system`."""
    system, turns = [*blocks(request.get("system"))], []
    for turn in request["messages"]:
        if turn["role"] in ("system", "developer"):
            system += blocks(turn["content"])
        else:
            turns.append(turn)
    if len(turns) == len(request["messages"]):
        return request
    return {**request, "messages": turns, "system": system}
