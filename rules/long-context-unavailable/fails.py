"""Asks for the long window with a beta that the account does not have."""

import anthropic

anthropic.Anthropic().beta.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    betas=["context-1m-2025-08-07"],
    messages=[{"role": "user", "content": "Say hello."}],
)
