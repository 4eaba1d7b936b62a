"""Gives two credentials."""

import anthropic

anthropic.Anthropic(api_key="sk-ant-lab-dummy", auth_token="lab-dummy").messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
