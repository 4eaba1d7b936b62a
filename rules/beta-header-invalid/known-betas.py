import re

import anthropic


def ask(client, request):
    """Asks without the betas that the API says it does not know."""
    betas = [*request.get("betas", [])]
    while True:
        try:
            return client.beta.messages.create(**{**request, "betas": betas})
        except anthropic.BadRequestError as error:
            said = re.search(r"Unexpected value\(s\) (.*) for the", str(error))
            unknown = [beta for beta in betas if said and beta in said[1]]
            if not unknown:
                raise
        print("left out:", *unknown)
        betas = [beta for beta in betas if beta not in unknown]
