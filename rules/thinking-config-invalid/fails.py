"""Meets the error: the thinking budget is not below max_tokens."""

from typing import Any

import anthropic

thinking: Any = {"type": "enabled", "budget_tokens": 4096}
messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-haiku-4-5",
    max_tokens=2048,
    thinking=thinking,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
