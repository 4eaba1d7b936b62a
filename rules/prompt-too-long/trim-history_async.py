import re
import anthropic
def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)
def asks(before, turn):  # may begin a history: two of one role are one
    blocks, roles = turn["content"], (before["role"], turn["role"])
    return roles[0] != "user" == roles[1] and (isinstance(blocks, str) or all(
        block["type"] != "tool_result" for block in blocks))
async def ask(client, request):
    """Asks; while the prompt is too long, without its oldest exchanges."""
    turns = (request := listed(request))["messages"]
    while True:
        try:
            return await client.messages.create(**request | {"messages": turns})
        except anthropic.BadRequestError as error:
            said = re.search(r"too long: (\d+) tokens > (\d+)", str(error))
            starts = [at for at in range(1, len(turns))
                      if asks(turns[at - 1], turns[at])]
            if not said or not starts:
                raise  # another error, or one question alone is too long
            drop = len(turns) * (1 - 0.9 * int(said[2]) / int(said[1]))
            start = min((at for at in starts if at >= drop), default=starts[-1])
            turns = turns[start:]
