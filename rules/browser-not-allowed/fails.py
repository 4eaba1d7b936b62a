"""Passes the browser's Origin header on."""

import anthropic

client = anthropic.Anthropic(default_headers={"Origin": "https://app.example.com"})
message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
