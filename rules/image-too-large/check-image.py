import os


def check_images(messages, most_bytes=10 * 2**20):
    """Raises where an image is too large; the limit counts base64."""
    if not isinstance(messages, list):
        messages = [*messages]  # a generator can be read only once
    for turn in messages:
        blocks = [] if isinstance(turn["content"], str) else turn["content"]
        for block in blocks:
            if not isinstance(block, dict):
                continue  # an answer of the SDK: it has no images
            if block["type"] == "image":
                data = block["source"].get("data")
                size = len(data) if isinstance(data, str) else 0
                if isinstance(data, os.PathLike):  # the SDK will read it
                    size = os.path.getsize(data) * 4 // 3
                if size > most_bytes:
                    raise ValueError(f"an image of {size:,} base64 bytes")
            inner = block["source"] if block["type"] == "document" else block
            if inner.get("content"):
                check_images([inner], most_bytes)
    return messages
