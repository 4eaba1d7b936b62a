"""Puts the bytes of an image into a message as they are."""

import anthropic

source = {"type": "base64", "media_type": "image/png", "data": b"\x89PNG\r\n"}
anthropic.Anthropic().messages.create(
    model="claude-sonnet-4-6",
    max_tokens=64,
    messages=[{"role": "user", "content": [{"type": "text", "text": source}]}],
)
