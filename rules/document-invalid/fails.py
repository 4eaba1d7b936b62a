"""Meets the error: an HTML page is sent as a PDF."""

from typing import Any

import anthropic

messages: list[Any] = [
    {
        "role": "user",
        "content": [
            {
                "type": "document",
                "source": {
                    "type": "base64",
                    "media_type": "application/pdf",
                    "data": "PGh0bWw+Tm90IGZvdW5kPC9odG1sPg==",
                },
            },
            {"type": "text", "text": "Say hello."},
        ],
    },
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
