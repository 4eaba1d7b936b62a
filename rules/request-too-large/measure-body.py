import json

import anthropic

def questions(turns):
    """Where a history may begin; two turns of one role count as one."""
    return [at for at in range(1, len(turns))
            if turns[at]["role"] == "user" != turns[at - 1]["role"]
            and '"type": "tool_result"' not in json.dumps(turns[at])]

def ask(client, request):
    """Asks; while the body is too large, without the older half of it."""
    while True:
        try:
            return client.messages.create(**request)
        except anthropic.APIStatusError as error:
            if error.status_code != 413:
                raise
            body = json.loads(error.request.read())  # as it was sent
            starts = questions(body["messages"])
            if not starts:
                raise  # the last question alone is too large
            body["messages"] = body["messages"][starts[len(starts) // 2]:]
            request = {**request, "extra_body": body}
