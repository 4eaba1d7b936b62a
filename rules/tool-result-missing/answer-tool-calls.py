"""Gives every tool call of a history a result in the next message."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
tools: list[Any] = [{"name": "get_weather", "description": "The weather of a city", "input_schema": {"type": "object"}}]
history: list[Any] = [
    {"role": "user", "content": "What is the weather in Paris?"},
    {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_01A", "name": "get_weather", "input": {}}]},
    {"role": "user", "content": "Say hello."},  # the program was restarted before the tool had answered
]


# fix:begin
def answer_tool_calls(messages: list[Any]) -> list[Any]:
    """The history with a result for each call, all of them first in the next user message."""
    whole: list[Any] = []
    lost: list[str] = []
    for message in messages:
        content: Any = message["content"]
        blocks: list[Any] = [{"type": "text", "text": content}] if isinstance(content, str) else list(content)
        if lost and message["role"] == "user":
            results = [block for block in blocks if block["type"] == "tool_result"]
            given = [block["tool_use_id"] for block in results]
            results += [result(id) for id in lost if id not in given]
            message = {**message, "content": results + [block for block in blocks if block["type"] != "tool_result"]}
        elif lost:
            whole.append({"role": "user", "content": [result(id) for id in lost]})
        lost = [block["id"] for block in blocks if block["type"] == "tool_use"]
        whole.append(message)
    return [*whole, {"role": "user", "content": [result(id) for id in lost]}] if lost else whole


def result(id: str) -> dict[str, Any]:
    """What the model is told about a call whose result is lost."""
    return {"type": "tool_result", "tool_use_id": id, "is_error": True, "content": "The tool was interrupted."}
# fix:end


message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, tools=tools, messages=answer_tool_calls(history)
)
print("".join(block.text for block in message.content if block.type == "text"))
