"""Meets the error: a text block is empty."""

from typing import Any

import anthropic

messages: list[Any] = [
    {
        "role": "user",
        "content": [{"type": "text", "text": ""}, {"type": "text", "text": "Say hello."}],
    },
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
