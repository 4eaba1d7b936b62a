"""One request as it is given in LAB_REQUEST, on top of a plain one."""

import json
import os

import anthropic

plain = {
    "model": "claude-sonnet-4-6",
    "max_tokens": 64,
    "messages": [{"role": "user", "content": "Say hello."}],
}
message = anthropic.Anthropic().messages.create(**{**plain, **json.loads(os.environ["LAB_REQUEST"])})
print("".join(block.text for block in message.content if block.type == "text"))
