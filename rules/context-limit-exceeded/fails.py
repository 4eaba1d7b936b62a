"""Meets the error: input and max_tokens together exceed the context window."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Some detail. " * 64_000}]
message = anthropic.Anthropic().messages.create(
    model="claude-opus-4-1",
    max_tokens=16000,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
