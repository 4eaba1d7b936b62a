"""Calls the module instead of a client."""

import anthropic

anthropic.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
