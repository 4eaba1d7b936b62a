import sys

import anthropic

print(f"Python {sys.version.split()[0]}, anthropic {anthropic.__version__}")
names = "api_key", "auth_token"
keys = " ".join(getattr(client, name, None) or "" for name in names).split()
try:
    message = client.messages.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=messages
    )
except Exception as error:
    link = error
    while link:  # the innermost exception names the reason
        line = f"{type(link).__module__}.{type(link).__name__}: {link}"
        for key in keys:  # a key with a line break in it, too
            line = line.replace(key, "[key]")
        # After "header value" comes that of any header: it may be a secret.
        before, value, _ = line.partition("header value")
        print((before + value)[:300])
        link = link.__cause__ or link.__context__
    raise
