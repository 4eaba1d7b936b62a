import base64

def image_block(data, media_type="image/png"):  # the bytes of a file
    text = base64.standard_b64encode(data).decode()
    source = {"type": "base64", "media_type": media_type, "data": text}
    return {"type": "image", "source": source}
