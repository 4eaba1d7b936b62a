import base64

MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg",
         b"GIF8": "image/gif", b"RIFF": "image/webp"}


def true_types(messages):
    """Images under the type that their bytes have, in plain base64."""
    def repair(block):  # a turn, or a block that may hold others
        if not isinstance(block, dict):
            return block  # an answer of the SDK: it has no images
        if isinstance(block.get("content"), list):
            return {**block, "content": [*map(repair, block["content"])]}
        source = block.get("source") or {}
        if block.get("type") != "image" or source.get("type") != "base64":
            return block
        data = source["data"].partition(";base64,")[2] or source["data"]
        first = base64.b64decode(data[:16])
        kinds = [MAGIC[magic] for magic in MAGIC if first.startswith(magic)]
        if not kinds:
            raise ValueError("not PNG, JPEG, GIF or WebP: convert it first")
        fixed = {"type": "base64", "media_type": kinds[0], "data": data}
        return {**block, "source": fixed}
    return [*map(repair, messages)]
