import anthropic


def asks(before, turn):  # may begin a history: two of one role are one
    blocks, roles = turn["content"], (before["role"], turn["role"])
    return roles[0] != "user" == roles[1] and (isinstance(blocks, str) or all(
        block["type"] != "tool_result" for block in blocks))


async def ask(client, request):
    """Asks; while the body is too large, without the older half of it."""
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in request.items()}
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    while True:
        try:
            return await client.messages.create(**request | {"messages": turns})
        except anthropic.APIStatusError as error:
            starts = [at for at in range(1, len(turns))
                      if asks(turns[at - 1], turns[at])]
            if error.status_code != 413 or not starts:
                raise  # not this, or the last question alone is too large
            turns = turns[starts[len(starts) // 2]:]
