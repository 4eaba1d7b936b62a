"""Meets the error: a tool's schema has the key of another provider."""

from typing import Any

import anthropic

tools: list[Any] = [{"name": "get_weather", "description": "The weather of a city", "parameters": {"type": "object"}}]
messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=tools,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
