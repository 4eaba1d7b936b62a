"""Asks for the model's id, while the deployment has a name of its own."""

import anthropic

client = anthropic.AnthropicFoundry(resource="my-resource")
client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
