"""Meets the error: a model of 4.7 or later is told to think with a budget."""

from typing import Any

import anthropic

thinking: Any = {"type": "enabled", "budget_tokens": 2048}
messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-opus-4-7",
    max_tokens=4096,
    thinking=thinking,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
