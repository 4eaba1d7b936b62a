"""Asks once more without the betas that the API does not know."""

import re
from typing import Any

import anthropic

client = anthropic.Anthropic()
messages: list[Any] = [{"role": "user", "content": "Say hello."}]


# fix:begin
def ask(betas: list[str]) -> Any:
    """Asks with these betas; one that the API does not know is left out, and said."""
    for _ in range(len(betas) + 1):
        try:
            return client.beta.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024, messages=messages, betas=betas
            )
        except anthropic.BadRequestError as error:
            found = re.search(r"Unexpected value\(s\) `([\w.,\- ]+)`", str(error))
            unknown = [beta for beta in betas if found and beta in found[1]]
            if not unknown:
                raise
            print(f"without the unknown beta {', '.join(unknown)}")
            betas = [beta for beta in betas if beta not in unknown]
    raise SystemExit("no beta is left")
# fix:end


message = ask(["lab-unknown-2024-01-01"])
print("".join(block.text for block in message.content if block.type == "text"))
