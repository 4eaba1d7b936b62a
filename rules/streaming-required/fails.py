"""Asks for a long answer without streaming: the SDK refuses before it sends anything."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64_000, messages=[{"role": "user", "content": "Say hello."}]
)
