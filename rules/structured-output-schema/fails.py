"""Meets the error: an object of the output schema is open."""

from typing import Any

import anthropic

output_config: Any = {
    "format": {
        "type": "json_schema",
        "schema": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}
messages: list[Any] = [{"role": "user", "content": "Say hello."}]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    output_config=output_config,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
