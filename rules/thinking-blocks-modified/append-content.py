"""A tool loop that sends every block back as it was received."""

from typing import Any

import anthropic

MODEL = "claude-opus-4-7"

client = anthropic.Anthropic()
tools: list[Any] = [{"name": "get_weather", "description": "The weather of a city", "input_schema": {"type": "object"}}]
messages: list[Any] = [{"role": "user", "content": "What is the weather in Paris?"}]


def ask() -> anthropic.types.Message:
    """One turn of the model."""
    return client.messages.create(
        model=MODEL, max_tokens=4096, thinking={"type": "adaptive"}, tools=tools, messages=messages
    )


# fix:begin
message = ask()
for _ in range(10):
    if message.stop_reason != "tool_use":
        break
    # Whole and unchanged: thinking, redacted thinking, text and tool calls.
    messages.append({"role": "assistant", "content": message.content})
    results = [
        {"type": "tool_result", "tool_use_id": block.id, "content": "18 degrees, clear"}
        for block in message.content
        if block.type == "tool_use"
    ]
    messages.append({"role": "user", "content": results})
    message = ask()
# fix:end
print("".join(block.text for block in message.content if block.type == "text"))
