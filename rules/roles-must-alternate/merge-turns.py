"""Merges neighbouring turns of one role and begins with the user."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [
    {"role": "assistant", "content": "Welcome!"},
    {"role": "user", "content": "Hi."},
    {"role": "user", "content": [{"type": "text", "text": "Say hello."}]},
]


# fix:begin
def blocks(content: Any) -> list[Any]:
    """Content as a list of blocks."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content)


def merge_turns(messages: list[Any]) -> list[Any]:
    """One turn for each run of one role; the first one is the user's."""
    merged: list[Any] = []
    for message in messages:
        if merged and merged[-1]["role"] == message["role"]:
            merged[-1] = {**message, "content": blocks(merged[-1]["content"]) + blocks(message["content"])}
        elif merged or message["role"] == "user":
            merged.append(message)
    return merged
# fix:end


message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=merge_turns(history))
print("".join(block.text for block in message.content if block.type == "text"))
