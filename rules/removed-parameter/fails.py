"""Passes a parameter that the SDK no longer has."""

from typing import Any

import anthropic

settings: dict[str, Any] = {"temperature": 0.2}
anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}], **settings
)
