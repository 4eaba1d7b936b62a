"""Meets the error: the prefilled answer ends in a space."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Say hello."}, {"role": "assistant", "content": "Here is my answer: "}]
message = anthropic.Anthropic().messages.create(
    model="claude-haiku-4-5",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
