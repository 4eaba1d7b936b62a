"""Meets the error: a tool turn comes back without its thinking block."""

from typing import Any

import anthropic

thinking: Any = {"type": "adaptive"}
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
        "content": [
            {"type": "text", "text": "I look."},
            {
                "type": "tool_use",
                "id": "toolu_01A",
                "name": "get_weather",
                "input": {"city": "Paris"},
            },
        ],
    },
    {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "toolu_01A", "content": "18 degrees"}],
    },
]
message = anthropic.Anthropic().messages.create(
    model="claude-opus-4-7",
    max_tokens=4096,
    thinking=thinking,
    tools=tools,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
