"""Prints why a call fails: the chain of causes and the versions. Safe to paste: keys and logins are taken out."""

import os
import re
import sys

import anthropic

given = {name: value for name, value in os.environ.items() if name.startswith("ANTHROPIC_") or name.lower().endswith("_proxy")}
secrets = [part for name, value in given.items() if not re.search("(?i)url|proxy", name) for part in value.split() if len(part) > 5]
logins = re.findall(r"(?m)^(?:\w+://)?(.+)@", "\n".join(given.values()))  # of addresses: an error may name a part of one
secrets += [part for login in logins for part in re.split("[:/?#@]", login) if len(part) > 3]
print(f"python {sys.version.split()[0]}, anthropic=={anthropic.__version__}")
print("set:", *sorted(given))
try:
    message = anthropic.Anthropic(timeout=30).messages.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=[{"role": "user", "content": "Say hello."}]
    )
    print("It works:", "".join(block.text for block in message.content if block.type == "text"))
except Exception as error:
    link: BaseException | None = error
    while link is not None:
        said = re.sub("|".join(["(?!)", *map(re.escape, secrets)]), "[secret]", str(link) or repr(link))
        print(f"{type(link).__module__}.{type(link).__name__}: {said[:300]}")
        link = link.__cause__ or link.__context__
    sys.exit(1)
