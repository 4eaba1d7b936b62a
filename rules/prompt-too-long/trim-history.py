import re

import anthropic
def asks(before, turn):  # may begin a history: two of one role are one
    blocks, roles = turn["content"], (before["role"], turn["role"])
    return roles[0] != "user" == roles[1] and (isinstance(blocks, str) or all(
        block["type"] != "tool_result" for block in blocks))
def ask(client, request):
    """Asks; while the prompt is too long, without its oldest exchanges."""
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in request.items()}
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    while True:
        try:
            return client.messages.create(**request | {"messages": turns})
        except anthropic.BadRequestError as error:
            said = re.search(r"too long: (\d+) tokens > (\d+)", str(error))
            starts = [at for at in range(1, len(turns))
                      if asks(turns[at - 1], turns[at])]
            if not said or not starts:
                raise  # another error, or one question alone is too long
            drop = len(turns) * (1 - 0.9 * int(said[2]) / int(said[1]))
            start = min((at for at in starts if at >= drop), default=starts[-1])
            turns = turns[start:]
