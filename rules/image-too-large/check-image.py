import os

from anthropic import BaseModel


def check_images(messages, most_bytes=10 * 2**20):
    """Raises where an image is too large; the limit counts base64."""
    if not messages or isinstance(messages, (str, BaseModel)):
        return messages  # text, or an answer of the SDK: it has no images
    if not isinstance(messages, dict):  # any iterable
        return [check_images(part, most_bytes) for part in messages]
    if messages.get("type") == "image":
        data = messages["source"].get("data")
        size = len(data) if isinstance(data, str) else 0
        if isinstance(data, os.PathLike):  # the SDK will read it
            size = os.path.getsize(data) * 4 // 3
        if size > most_bytes:
            raise ValueError(f"an image of {size:,} base64 bytes")
    keys = [key for key in ("content", "source") if key in messages]
    checked = {key: check_images(messages[key], most_bytes) for key in keys}
    return {**messages, **checked}
