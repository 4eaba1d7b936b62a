import base64


def check_images(messages, most_bytes=10 * 2**20):
    """Raises where an image is too large; the limit counts base64."""
    for turn in messages:
        blocks = [] if isinstance(turn["content"], str) else turn["content"]
        for block in blocks:
            data = (block.get("source") or {}).get("data", "")
            if block["type"] == "image" and len(data) > most_bytes:
                raw = len(base64.b64decode(data))
                raise ValueError(f"an image of {raw:,} bytes: make it smaller")
    return messages
