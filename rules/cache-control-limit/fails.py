"""Meets the error: five turns are marked for caching."""

from typing import Any

import anthropic

messages: list[Any] = [
    {
        "role": "user",
        "content": [{"type": "text", "text": "Question 0?", "cache_control": {"type": "ephemeral"}}],
    },
    {"role": "assistant", "content": "Answer 0."},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Question 1?", "cache_control": {"type": "ephemeral"}}],
    },
    {"role": "assistant", "content": "Answer 1."},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Question 2?", "cache_control": {"type": "ephemeral"}}],
    },
    {"role": "assistant", "content": "Answer 2."},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Question 3?", "cache_control": {"type": "ephemeral"}}],
    },
    {"role": "assistant", "content": "Answer 3."},
    {
        "role": "user",
        "content": [{"type": "text", "text": "Question 4?", "cache_control": {"type": "ephemeral"}}],
    },
]
message = anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=messages,
)
print("".join(block.text for block in message.content if block.type == "text"))
