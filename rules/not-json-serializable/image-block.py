import base64

def file_block(data, media_type="image/png"):  # the bytes of a file
    text = base64.standard_b64encode(data).decode()
    kind = "document" if media_type == "application/pdf" else "image"
    source = {"type": "base64", "media_type": media_type, "data": text}
    return {"type": kind, "source": source}
