def check_images(messages, most_bytes=10 * 2**20):
    """Raises where an image is too large; the limit counts base64."""
    for turn in messages:
        blocks = [] if isinstance(turn["content"], str) else turn["content"]
        for block in blocks:
            if not isinstance(block, dict):
                continue  # an answer of the SDK: it has no images
            if block["type"] == "image":
                size = len(block["source"].get("data", ""))
                if size > most_bytes:
                    raise ValueError(f"an image of {size:,} base64 bytes")
            if block["type"] == "tool_result" and block.get("content"):
                check_images([block], most_bytes)
    return messages
