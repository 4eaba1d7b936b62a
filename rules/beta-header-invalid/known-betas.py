import re

import anthropic


def ask(client, request):
    """Asks without the betas that the API says it does not know."""
    betas = [*request.get("betas", [])]
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in {**request, "messages": turns}.items()}
    while True:
        try:
            sent = betas or anthropic.NOT_GIVEN  # no header without a name
            return client.beta.messages.create(**{**request, "betas": sent})
        except anthropic.BadRequestError as error:
            said = re.search(r"Unexpected value\(s\) (.*) for the", str(error))
            names = re.findall(r"[\w.-]+", said[1]) if said else []
            unknown = [beta for beta in betas if beta in names]
            if not unknown:
                raise
        print("left out:", *unknown)
        betas = [beta for beta in betas if beta not in unknown]
