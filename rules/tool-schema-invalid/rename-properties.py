import re, zlib
from urllib.parse import unquote
NEW_NAMES = {}  # yours -> new: no two become one; turn it round for calls
STEP = r"/(?:(properties|dependentSchemas)|\$defs|definitions)/([^/]+)"
def fix(name):
    new = re.sub(r"[^a-zA-Z0-9_.-]", "_", name)[:64]
    fresh = f"{new[:50]}_{zlib.crc32(name.encode()):08x}"
    return name if new == name > "" else NEW_NAMES.setdefault(name, fresh)
def fix_step(step):  # of a $ref, such as "/properties/a%20b"
    name = unquote(step[2]).replace("~1", "/").replace("~0", "~")
    return f"/{step[1]}/{fix(name)}" if step[1] else step[0]
def rename(part, key=""):  # a schema, or what it has under a key
    if key in ("const", "default", "enum", "examples"):  # data
        return part
    if isinstance(part, dict):
        own = re.match(r"(properties|depend|)(patternP|\$def|definit|)", key)
        return {fix(k) if own[1] else k: rename(x, "" if own[0] else k)
                for k, x in part.items()}
    if isinstance(part, (list, tuple)):
        return [fix(x) if key in ("required", "") else rename(x) for x in part]
    return re.sub(STEP, fix_step, part) if key == "$ref" else part
def rename_properties(tools):
    return [{**tool, "input_schema": rename(tool["input_schema"])}
            if "input_schema" in tool else tool for tool in tools]
