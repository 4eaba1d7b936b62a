"""Meets the error: a tool result has no call before it."""

from typing import Any

import anthropic

tools: list[Any] = [
    {
        "name": "get_weather",
        "description": "The weather of a city",
        "input_schema": {"type": "object"},
    },
]
messages: list[Any] = [
    {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "toolu_01A", "content": "18 degrees"},
            {"type": "text", "text": "Say hello."},
        ],
    },
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=tools,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
