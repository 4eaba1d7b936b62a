"""Meets the error: max_tokens is not sent."""

from typing import Any, cast

import anthropic

messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = cast(Any, anthropic.Anthropic()).messages.create(
    model="claude-sonnet-4-6",
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
