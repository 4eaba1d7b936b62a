"""Meets the error: a tool's schema has the key of another provider, and a property's name has a blank."""

from typing import Any

import anthropic

tools: list[Any] = [
    {"name": "get_weather", "description": "The weather of a city", "parameters": {"type": "object"}},
    {"name": "get_time", "input_schema": {"type": "object", "properties": {"time zone": {"type": "string"}}}},
]
messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=tools,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
