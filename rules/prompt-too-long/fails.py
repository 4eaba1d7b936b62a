"""Meets the error: the input alone is longer than the context window."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Some detail. " * 100_000}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
