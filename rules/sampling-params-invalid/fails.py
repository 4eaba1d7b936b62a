"""Meets the error: a new model gets a temperature."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-opus-4-7",
    max_tokens=1024,
    messages=messages,
    extra_body={"temperature": 0.2},
)
print("".join(block.text for block in message.content if block.type == "text"))
