"""Marks a message for an hour after a system block for five minutes."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    system=[{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
    messages=[
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "Say hello.", "cache_control": {"type": "ephemeral", "ttl": "1h"}}
            ],
        },
    ],
)
