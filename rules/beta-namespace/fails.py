"""Asks for a beta at the client that has none."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    betas=["mcp-client-2025-11-20"],
    messages=[{"role": "user", "content": "Say hello."}],
)
