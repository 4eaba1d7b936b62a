"""Asks without the sampling parameters that the signature no longer has."""

import anthropic

client = anthropic.Anthropic()

# fix:begin
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    messages=[{"role": "user", "content": "Say hello."}],
    # for an older model that still takes it: extra_body={"temperature": 0.2}
)
# fix:end

print("".join(block.text for block in message.content if block.type == "text"))
