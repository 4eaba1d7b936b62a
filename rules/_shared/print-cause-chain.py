"""Prints why a call fails: the chain of causes and the versions. Safe to paste: keys are never printed."""

import os
import sys

import anthropic

# fix:begin
print(f"python {sys.version.split()[0]}, anthropic=={anthropic.__version__}")
print("base URL set:", "ANTHROPIC_BASE_URL" in os.environ, " proxy set:", any("proxy" in name.lower() for name in os.environ))
try:
    message = anthropic.Anthropic(timeout=30).messages.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=[{"role": "user", "content": "Say hello."}]
    )
    print("It works:", "".join(block.text for block in message.content if block.type == "text"))
except Exception as error:
    link: BaseException | None = error
    while link is not None:
        print(f"{type(link).__module__}.{type(link).__name__}: {str(link)[:300] or repr(link)[:300]}")
        link = link.__cause__ or link.__context__
    sys.exit(1)
# fix:end
