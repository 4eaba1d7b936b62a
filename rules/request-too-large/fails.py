"""Sends more bytes than are taken."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "x" * 30_000}]
)
