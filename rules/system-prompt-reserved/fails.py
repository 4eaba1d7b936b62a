"""Sends the attribution line of Claude Code in its system prompt."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
    system=[
        {"type": "text", "text": "x-anthropic-billing-header: cc_version=2.1.332"},
        {"type": "text", "text": "Be brief."},
    ],
)
