"""Uses the token of a subscription in a program."""

import anthropic

client = anthropic.Anthropic(auth_token="sk-ant-oat01-lab")
client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
