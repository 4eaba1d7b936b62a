"""Drops empty blocks and empty turns, and gives silent tools a word to say."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [
    {"role": "user", "content": ""},
    {"role": "user", "content": [{"type": "text", "text": ""}, {"type": "text", "text": "Say hello."}]},
]


# fix:begin
def without_empty(messages: list[Any]) -> list[Any]:
    """The turns that have content, without their empty text blocks."""
    kept: list[Any] = []
    for message in messages:
        content: Any = message["content"]
        if not isinstance(content, str):
            content = [block for block in content if block["type"] != "text" or block["text"].strip()]
            content = [
                {**block, "content": "(no output)"} if block["type"] == "tool_result" and not block.get("content") else block
                for block in content
            ]
        elif not content.strip():
            continue
        if content:
            kept.append({**message, "content": content})
    return kept
# fix:end


message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=without_empty(history))
print("".join(block.text for block in message.content if block.type == "text"))
