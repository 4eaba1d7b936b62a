import re, zlib, anthropic.types as api
NEW_NAMES, TUPLES = {}, {("items", t): "prefixItems" for t in (list, tuple)}
def fix(name):  # NEW_NAMES: yours -> new, for calls; no two become one
    new = re.sub(r"[^a-zA-Z0-9_.-]", "_", name)[:64]
    fresh = f"{new[:50]}_{zlib.crc32(name.encode()):08x}"
    return name if new == name > "" else NEW_NAMES.setdefault(name, fresh)
def clean(part, key="items"):
    data = key in ("const", "default", "enum", "examples")
    if isinstance(part, dict) and not data:
        own = re.match(r"(properties|depend|)(\$defs|definitions|)", key)
        return {fix(k) if own[1] else TUPLES.get((k, type(x)), k):
                clean(x, "" if own[0] else k) for k, x in part.items()}
    if isinstance(part, (list, tuple)) and part and not data:
        return [fix(x) if key in ("required", "") else clean(x) for x in part]
    return {"properties": {}, "required": []}.get(key, part)  # PHP, draft 3
def clean_tool(tool):
    t = {**tool, **(tool.get("function") or {}), "type": "custom"}
    s = t.get("parameters", t.get("inputSchema", t.get("input_schema"))) or {}
    if s.get("type", "object") != "object" or re.search("Of|num|nst", f"{*s,}"):
        s = {"properties": {"input": s}, "required": ["input"],
             **{k: s.get(k, {}) for k in ("$defs", "definitions")}}
    kept = {k: t[k] for k in api.ToolParam.__annotations__ if t.get(k)}
    return {**kept, "input_schema": {**clean(s), "type": "object"}}
def clean_tools(tools):  # web_search_20250305 and the like stay as they are
    return [t if "_" in str(t.get("type")) else clean_tool(t) for t in tools]
