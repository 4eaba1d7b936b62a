"""Prints the whole answer."""

import anthropic

print(
    anthropic.Anthropic().messages.create(
        model="claude-sonnet-4-6", max_tokens=16, messages=[{"role": "user", "content": "Say hello."}]
    )
)
