"""Asks OpenRouter for a model by its name on the Claude API."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-opus-4-7-20260416",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
)
