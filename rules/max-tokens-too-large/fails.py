"""Meets the error: max_tokens is more than the model can write."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-haiku-4-5",
    max_tokens=20000,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
