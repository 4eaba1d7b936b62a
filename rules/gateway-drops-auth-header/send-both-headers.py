"""Sends the key in both headers, for a gateway that still reads x-api-key."""

import os

import anthropic

# fix:begin
client = anthropic.Anthropic(default_headers={"x-api-key": os.environ["ANTHROPIC_API_KEY"]})
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
