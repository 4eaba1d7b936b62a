"""Meets the error: the system text stands in the list of messages."""

from typing import Any

import anthropic

messages: list[Any] = [
    {"role": "system", "content": "Answer in one sentence."},
    {"role": "user", "content": "Say hello."},
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
