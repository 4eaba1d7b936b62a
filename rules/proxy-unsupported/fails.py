"""Makes a client while a proxy variable names a scheme that is none."""

import os

os.environ["ALL_PROXY"] = "socks://127.0.0.1:1080"

import anthropic

anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
