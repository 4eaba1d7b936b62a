"""Meets the error: a field has a value that the API does not accept."""

from typing import Any

import anthropic

metadata: Any = {"user_id": "u" * 300}
messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    metadata=metadata,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
