"""A base URL that is the host alone, whatever the variable holds."""

import os

import anthropic

# fix:begin
base_url = os.environ.get("ANTHROPIC_BASE_URL", "https://api.anthropic.com").rstrip("/")
for ending in ("/messages", "/v1"):
    base_url = base_url.removesuffix(ending)
client = anthropic.Anthropic(base_url=base_url)
# fix:end

message = client.messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
