import base64, re
from anthropic import BaseModel
MAGIC = {"image/png": rb"\x89PNG", "image/jpeg": rb"\xff\xd8\xff",
         "image/gif": rb"GIF8", "image/webp": rb"(?s)RIFF.{4}WEBP"}
def true_source(source):
    data = source.get("data")
    if hasattr(data, "read_bytes"):  # a Path
        data = base64.b64encode(data.read_bytes()).decode()
    if source["type"] != "base64" or not isinstance(data, str):
        return source  # an address, or an open file
    data = "".join((data.partition(";base64,")[2] or data).split()).rstrip("=")
    data = data.translate({45: "+", 95: "/"}) + "=" * (-len(data) % 4)
    for kind, magic in MAGIC.items():
        if re.match(magic, base64.b64decode(data[:16])):
            return {"type": "base64", "media_type": kind, "data": data}
    raise ValueError("not PNG, JPEG, GIF or WebP: convert it first")
def true_types(messages):
    """Images under the type that their bytes have, in plain base64."""
    if not messages or isinstance(messages, (str, BaseModel)):
        return messages  # text, or an answer of the SDK: it has no images
    if not isinstance(messages, dict):  # any iterable
        return [*map(true_types, messages)]
    keys = [key for key in ("content", "source") if key in messages]
    fix = true_source if messages.get("type") == "image" else true_types
    return {**messages, **{key: fix(messages[key]) for key in keys}}
