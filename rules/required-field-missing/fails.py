"""Meets the error: a content block has no type."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": [{"text": "Say hello."}]}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
