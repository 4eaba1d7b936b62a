"""Builds blocks from the SDK's types, so that the type checker finds a missing field first."""

import anthropic
from anthropic.types import TextBlockParam

client = anthropic.Anthropic()
# fix:begin
blocks: list[TextBlockParam] = [
    {"type": "text", "text": "Say hello."},  # every block needs its type
]
# fix:end
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[{"role": "user", "content": blocks}],
)
print("".join(block.text for block in message.content if block.type == "text"))
