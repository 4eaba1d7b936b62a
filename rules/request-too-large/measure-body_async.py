import anthropic


def asks(turn):  # where a history may begin: not with results of tools
    blocks = turn["content"]
    return turn["role"] == "user" and (isinstance(blocks, str) or all(
        block["type"] != "tool_result" for block in blocks))


async def ask(client, request):
    """Asks; while the body is too large, without the older half of it."""
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    while True:
        try:
            return await client.messages.create(**request | {"messages": turns})
        except anthropic.APIStatusError as error:
            starts = [at for at, turn in enumerate(turns) if at and asks(turn)]
            if error.status_code != 413 or not starts:
                raise  # not this, or the last question alone is too large
            turns = turns[starts[len(starts) // 2]:]
