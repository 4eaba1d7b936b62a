"""Gives the resource and the address, though the client takes only one of them."""

import anthropic

client = anthropic.AnthropicFoundry(
    resource="my-resource", base_url="https://my-resource.services.ai.azure.com/anthropic/"
)
client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
