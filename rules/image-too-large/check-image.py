"""Measures an image before it is sent: bytes after base64, and pixels."""

import base64
import struct
import zlib

import anthropic

MAX_BASE64_BYTES = 5 * 1024 * 1024  # take the number of your own message
MAX_SIDE = 8_000

client = anthropic.Anthropic()


# fix:begin
def pixels(image: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; (0, 0) where it is neither."""
    if image.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", image[16:24])
        return width, height
    at = 2
    while image.startswith(b"\xff\xd8") and at + 9 < len(image) and image[at] == 0xFF:
        if image[at + 1] in range(0xC0, 0xD0) and image[at + 1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", image[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(image[at + 2 : at + 4], "big")
    return 0, 0


def too_large(image: bytes) -> str | None:
    """What is wrong with its size, or None."""
    size = (len(image) + 2) // 3 * 4
    if size > MAX_BASE64_BYTES:
        return f"{size} bytes in base64 are more than {MAX_BASE64_BYTES}"
    width, height = pixels(image)
    return f"{width} x {height} pixels are more than {MAX_SIDE} a side" if max(width, height) > MAX_SIDE else None
# fix:end


def small_png() -> bytes:
    """A stand-in for your image: one black pixel."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


image = small_png()
if problem := too_large(image):
    raise SystemExit(f"Resize the image first: {problem}.")
message = client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=1024,
    messages=[
        {
            "role": "user",
            "content": [
                {
                    "type": "image",
                    "source": {"type": "base64", "media_type": "image/png", "data": base64.b64encode(image).decode()},
                },
                {"type": "text", "text": "Say hello."},
            ],
        }
    ],
)
print("".join(block.text for block in message.content if block.type == "text"))
