"""One request without streaming, as most people write it."""

import anthropic

message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=64, messages=[{"role": "user", "content": "Say hello."}]
)
print("".join(block.text for block in message.content if block.type == "text"))
