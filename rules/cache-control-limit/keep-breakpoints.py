"""Keeps at most four cache breakpoints: all of tools and system, and the newest of the messages."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
MARK = {"cache_control": {"type": "ephemeral"}}
system: list[Any] = [{"type": "text", "text": "Answer in one sentence.", **MARK}]
history: list[Any] = []
for number in range(6):  # each turn was marked when it was the newest one
    history += [
        {"role": "user", "content": [{"type": "text", "text": f"Question {number}?", **MARK}]},
        {"role": "assistant", "content": f"Answer {number}."},
    ]
history.append({"role": "user", "content": [{"type": "text", "text": "Say hello.", **MARK}]})


# fix:begin
def keep_breakpoints(messages: list[Any], used: int, most: int = 4) -> list[Any]:
    """The messages with marks only on the newest blocks; `used` marks stand in tools and system."""
    left = most - used
    kept: list[Any] = []
    for message in reversed(messages):
        content: Any = message["content"]
        if not isinstance(content, str):
            blocks: list[Any] = []
            for block in reversed(content):
                if "cache_control" in block:
                    left -= 1
                    if left < 0:
                        block = {key: value for key, value in block.items() if key != "cache_control"}
                blocks.insert(0, block)
            content = blocks
        kept.insert(0, {**message, "content": content})
    return kept
# fix:end


message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    system=system,
    messages=keep_breakpoints(history, used=sum("cache_control" in block for block in system)),
)
print("".join(block.text for block in message.content if block.type == "text"))
