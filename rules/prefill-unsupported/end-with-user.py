"""Ends every request with a user message."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [
    {"role": "user", "content": "Say hello."},
    {"role": "assistant", "content": "Hel"},  # a cut answer that is to be continued
]

# fix:begin
if history[-1]["role"] == "assistant":
    history.append({"role": "user", "content": "Your answer was cut off. Go on exactly where it stopped."})
# fix:end
message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=history)
print("".join(block.text for block in message.content if block.type == "text"))
