import base64

def image_block(data, media_type="image/png"):
    """The bytes of a file as a block of a message."""
    text = base64.standard_b64encode(data).decode()
    source = {"type": "base64", "media_type": media_type, "data": text}
    return {"type": "image", "source": source}
