"""Prints why a call fails: the chain of causes and the versions. Safe to paste: keys are taken out of every line."""

import os
import sys

import anthropic

secrets = [part for name, value in os.environ.items() if name.startswith("ANTHROPIC_") and "URL" not in name for part in value.split()]
print(f"python {sys.version.split()[0]}, anthropic=={anthropic.__version__}")
print("set:", *sorted(name for name in os.environ if name.startswith("ANTHROPIC_") or name.lower().endswith("_proxy")))
try:
    message = anthropic.Anthropic(timeout=30).messages.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=[{"role": "user", "content": "Say hello."}]
    )
    print("It works:", "".join(block.text for block in message.content if block.type == "text"))
except Exception as error:
    link: BaseException | None = error
    while link is not None:
        said = str(link) or repr(link)
        for secret in secrets:
            said = said.replace(secret, "[secret]") if len(secret) > 5 else said
        print(f"{type(link).__module__}.{type(link).__name__}: {said[:300]}")
        link = link.__cause__ or link.__context__
    sys.exit(1)
