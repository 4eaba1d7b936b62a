"""Asks a model that has no effort for one."""

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-haiku-4-5",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
    output_config={"effort": "high"},
)
