"""Meets the error: a person's credentials carry no project, and the code names none."""

import anthropic

client = anthropic.AnthropicVertex(region="global")
client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
