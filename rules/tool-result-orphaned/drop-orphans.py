"""Drops tool results whose call is not in the message before them."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [  # the call of toolu_01A was trimmed away
    {
        "role": "user",
        "content": [
            {"type": "tool_result", "tool_use_id": "toolu_01A", "content": "18 degrees"},
            {"type": "text", "text": "Say hello."},
        ],
    },
]


# fix:begin
def drop_orphans(messages: list[Any]) -> list[Any]:
    """The history without results that answer nothing, and without what is empty then."""
    kept: list[Any] = []
    called: list[str] = []
    for message in messages:
        content: Any = message["content"]
        if not isinstance(content, str):
            content = [
                block for block in content if block["type"] != "tool_result" or block["tool_use_id"] in called
            ]
            if not content:
                continue
            message = {**message, "content": content}
        called = [] if isinstance(content, str) else [block["id"] for block in content if block["type"] == "tool_use"]
        kept.append(message)
    return kept
# fix:end


message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=drop_orphans(history))
print("".join(block.text for block in message.content if block.type == "text"))
