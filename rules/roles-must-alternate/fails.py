"""Meets the error: two turns of the user follow each other."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Hi."}, {"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
