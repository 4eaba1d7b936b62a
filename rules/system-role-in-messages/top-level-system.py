def blocks(content):
    """Content as a list of blocks, without empty ones."""
    parts = [content] if isinstance(content, str) else content or []
    parts = [{"type": "text", "text": part} if isinstance(part, str) else part
             for part in parts]
    return [part for part in parts if part.get("text", "?").strip()]


def move_system(request):
    """The request with its system and developer turns in `system`."""
    rest = {**request}
    system, late, turns = blocks(rest.pop("system", None)), [], []
    for turn in request["messages"]:
        if turn["role"] in ("system", "developer"):
            late += blocks(turn["content"])
        else:
            turns.append(turn)
            system, late = system + late, []
    if turns and turns[-1]["role"] == "user":
        system, late = system + late, []
    # What stands alone, or after an answer, is what this turn asks for.
    turns += [{"role": "user", "content": late}] if late else []
    moved = {"system": system} if system else {}
    return {**rest, "messages": turns, **moved}
