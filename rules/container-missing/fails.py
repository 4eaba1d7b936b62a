"""Meets the error: code waits for a tool's result in a container that the request does not name."""

from typing import Any

import anthropic

tools: list[Any] = [
    {"type": "code_execution_20260120", "name": "code_execution"},
    {
        "name": "get_weather",
        "description": "The weather of a city",
        "input_schema": {"type": "object"},
        "allowed_callers": ["code_execution_20260120"],
    },
]
messages: list[Any] = [
    {"role": "user", "content": "What is the weather in Paris?"},
    {
        "role": "assistant",
        "content": [
            {
                "type": "server_tool_use",
                "id": "srvtoolu_01A",
                "name": "code_execution",
                "input": {"code": "print(await get_weather(city='Paris'))"},
            },
            {
                "type": "tool_use",
                "id": "toolu_01A",
                "name": "get_weather",
                "input": {"city": "Paris"},
                "caller": {"type": "code_execution_20260120", "tool_id": "srvtoolu_01A"},
            },
        ],
    },
    {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "toolu_01A", "content": "18 degrees"}],
    },
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    tools=tools,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
