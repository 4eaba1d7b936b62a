"""Cuts white space off the end of a prefill (models up to Claude 4.5)."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [
    {"role": "user", "content": "Say hello."},
    {"role": "assistant", "content": "Here is my answer: "},
]

# fix:begin
if history[-1]["role"] == "assistant" and isinstance(history[-1]["content"], str):
    history[-1]["content"] = history[-1]["content"].rstrip()
# fix:end
message = client.messages.create(model="claude-haiku-4-5", max_tokens=1024, messages=history)
print("".join(block.text for block in message.content if block.type == "text"))
