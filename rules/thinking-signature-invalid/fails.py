"""Meets the error: a thinking block was signed elsewhere."""

from typing import Any

import anthropic

messages: list[Any] = [
    {"role": "user", "content": "What is 2 + 2?"},
    {
        "role": "assistant",
        "content": [
            {
                "type": "thinking",
                "thinking": "Two and two.",
                "signature": "c2lnbmVkIGVsc2V3aGVyZQ==",
            },
            {"type": "text", "text": "4"},
        ],
    },
    {"role": "user", "content": "Say hello."},
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
