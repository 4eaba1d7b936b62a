"""Meets the error: the last turn is the assistant's."""

from typing import Any

import anthropic

messages: list[Any] = [{"role": "user", "content": "Say hello as JSON."}, {"role": "assistant", "content": "{"}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
