"""Moves system messages to the system parameter."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [
    {"role": "system", "content": "Answer in one sentence."},
    {"role": "user", "content": "Say hello."},
]

# fix:begin
system = "\n\n".join(turn["content"] for turn in history if turn["role"] == "system")
turns = [turn for turn in history if turn["role"] != "system"]
# fix:end
message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, system=system, messages=turns)
print("".join(block.text for block in message.content if block.type == "text"))
