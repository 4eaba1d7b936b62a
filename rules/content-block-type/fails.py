"""Takes the first block for text."""

from typing import Any

import anthropic

message: Any = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
)
print(message.content[0].text)
