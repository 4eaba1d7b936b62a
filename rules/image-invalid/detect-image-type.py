"""Reads an image's type from its bytes and sends plain base64."""

import base64
from typing import Literal

import anthropic

client = anthropic.Anthropic()
# A stand-in for your image, with the prefix that browsers put in front.
given = "data:image/jpeg;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


# fix:begin
def media_type(image: bytes) -> Literal["image/png", "image/jpeg", "image/gif", "image/webp"]:
    """The type that the bytes show."""
    if image.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if image.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if image.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        return "image/webp"
    raise SystemExit(f"Not PNG, JPEG, GIF or WebP: the file begins with {image[:12]!r}. Convert it first.")


image = base64.b64decode(given.partition(";base64,")[2] or given)
# fix:end
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[
        {
            "role": "user",
            "content": [
                {
                    "type": "image",
                    "source": {
                        "type": "base64",
                        "media_type": media_type(image),
                        "data": base64.b64encode(image).decode(),
                    },
                },
                {"type": "text", "text": "Say hello."},
            ],
        }
    ],
)
print("".join(block.text for block in message.content if block.type == "text"))
