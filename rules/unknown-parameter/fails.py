"""Meets the error: a parameter of another provider is sent."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
    extra_body={"response_format": {"type": "json_object"}},
)
print("".join(block.text for block in message.content if block.type == "text"))
