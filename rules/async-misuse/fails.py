"""Forgets to await."""

from typing import Any

import anthropic

message: Any = anthropic.AsyncAnthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print(message.content)
