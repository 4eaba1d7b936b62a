"""Meets the error: a tool call has no result in the next message."""

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
    {"role": "user", "content": "What is the weather in Paris?"},
    {
        "role": "assistant",
        "content": [{"type": "tool_use", "id": "toolu_01A", "name": "get_weather", "input": {"city": "Paris"}}],
    },
    {"role": "user", "content": "Say hello."},
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=tools,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
