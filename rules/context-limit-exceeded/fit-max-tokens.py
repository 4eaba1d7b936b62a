"""Gives max_tokens only the room that the input leaves: the error names it."""

import re
from typing import Any

import anthropic

MODEL = "claude-opus-4-1"

client = anthropic.Anthropic()
history: list[Any] = [{"role": "user", "content": "Say hello."}]


# fix:begin
def ask(messages: list[Any], max_tokens: int) -> anthropic.types.Message:
    """Asks; where input and max_tokens do not fit together, once more with the room that is left."""
    try:
        return client.messages.create(model=MODEL, max_tokens=max_tokens, messages=messages)
    except anthropic.BadRequestError as error:
        found = re.search(r"exceed context limit: (\d+) \+ \d+ > (\d+)", str(error))
        room = int(found[2]) - int(found[1]) - 10 if found else 0
        if room < 500:
            raise  # another error, or the input leaves no room for an answer
    return client.messages.create(model=MODEL, max_tokens=room, messages=messages)
# fix:end


message = ask(history, max_tokens=16_000)
print("".join(block.text for block in message.content if block.type == "text"))
