"""Sends a key with a line end, as a secret store hands it out."""

import anthropic

anthropic.Anthropic(api_key="sk-ant-lab-dummy\n").messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
