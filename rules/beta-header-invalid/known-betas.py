import re
import anthropic

def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)

def ask(client, request):
    """Asks without the betas that the API says it does not know."""
    request = listed(request)
    betas = request.get("betas") or []
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
