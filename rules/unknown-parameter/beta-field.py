"""Sends only fields that the API knows."""

from typing import Any

import anthropic

client = anthropic.Anthropic()
history: list[Any] = [  # as it was saved: with a field of your own
    {"role": "user", "content": "Say hello.", "created_at": "2026-11-20T08:00:00Z"},
]

# fix:begin
turns: list[Any] = [{"role": turn["role"], "content": turn["content"]} for turn in history]
# A field of a beta needs the beta: client.beta.messages.create(betas=["…"], …)
# fix:end
message = client.messages.create(model="claude-sonnet-4-6", max_tokens=1024, messages=turns)
print("".join(block.text for block in message.content if block.type == "text"))
