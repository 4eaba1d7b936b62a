import json
import re

import anthropic


def ask(client, request):
    """Asks without the betas that the API says it does not know."""
    betas = [*(request.get("betas") or [])]
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
            body = json.loads(error.request.read())  # as it was sent
        print("left out:", *unknown)
        betas = [beta for beta in betas if beta not in unknown]
        request = {**request, "extra_body": body}
