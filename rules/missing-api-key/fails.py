"""Calls without any credential."""

import os

os.environ.pop("ANTHROPIC_API_KEY", None)

import anthropic

client = anthropic.Anthropic()
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
