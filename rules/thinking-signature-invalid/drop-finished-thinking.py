"""Takes thinking blocks out of turns that ended before the last question of the user."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [  # made by another model
    {"role": "user", "content": "What is 2 + 2?"},
    {
        "role": "assistant",
        "content": [
            {"type": "thinking", "thinking": "Two and two.", "signature": "c2lnbmVkIGVsc2V3aGVyZQ=="},
            {"type": "text", "text": "4"},
        ],
    },
    {"role": "user", "content": "Say hello."},
]


# fix:begin
def asks(message: Any) -> bool:
    """A question of the user, not the results of tool calls."""
    content: Any = message["content"]
    if message["role"] != "user" or isinstance(content, str):
        return message["role"] == "user"
    return all(block["type"] != "tool_result" for block in content)


def drop_finished_thinking(messages: list[Any]) -> list[Any]:
    """The history, with thinking only in the turn that is still open."""
    open_from = max((at for at, message in enumerate(messages) if asks(message)), default=0)
    kept: list[Any] = []
    for at, message in enumerate(messages):
        content: Any = message["content"]
        if at < open_from and not isinstance(content, str):
            content = [block for block in content if block["type"] not in ("thinking", "redacted_thinking")]
        if content:
            kept.append({**message, "content": content})
    return kept
# fix:end


message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=drop_finished_thinking(history)
)
print("".join(block.text for block in message.content if block.type == "text"))
