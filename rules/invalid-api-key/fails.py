"""Calls with a key that the API does not know."""

import anthropic

client = anthropic.Anthropic(api_key="sk-ant-wrong-dummy")
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
