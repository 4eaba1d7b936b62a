"""Meets the error: the request names a beta that does not exist."""

import anthropic

message = anthropic.Anthropic().beta.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Say hello."}],
    betas=["lab-unknown-2024-01-01"],
)
print("".join(block.text for block in message.content if block.type == "text"))
