"""Meets the error: an HTTP client of httpx for an SDK that is built on httpx2."""

import anthropic
import httpx

client = anthropic.Anthropic(http_client=httpx.Client())
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
