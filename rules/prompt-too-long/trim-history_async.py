import json, re
import anthropic

def questions(turns):
    """Where a history may begin; two turns of one role count as one."""
    return [at for at in range(1, len(turns))
            if turns[at]["role"] == "user" != turns[at - 1]["role"]
            and '"type": "tool_result"' not in json.dumps(turns[at])]

async def ask(client, request):
    """Asks; while the prompt is too long, without its oldest exchanges."""
    while True:
        try:
            return await client.messages.create(**request)
        except anthropic.BadRequestError as error:
            said = re.search(r"too long: (\d+) tokens > (\d+)", str(error))
            body = json.loads(error.request.read() if said else "{}")
            turns = body.get("messages", [])  # as they were sent
            starts = questions(turns)
            if not starts:
                raise  # another error, or one question alone is too long
            drop = len(turns) * (1 - 0.9 * int(said[2]) / int(said[1]))
            start = min((at for at in starts if at >= drop), default=starts[-1])
            body["messages"] = turns[start:]
            request = {**request, "extra_body": body}
