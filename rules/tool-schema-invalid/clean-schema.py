import re, anthropic.types as api
PREFIXES = {("items", t): "prefixItems" for t in (list, tuple)}  # draft 7
def clean(part, key="", top="#"):  # a schema, or what it has under a key
    data = key in ("const", "default", "enum", "examples")
    if isinstance(part, dict) and not data:
        names = re.match(r"properties|depend|patternP|\$defs|definitions", key)
        return {k if names else PREFIXES.get((k, type(x)), k):
                clean(x, "" if names else k, top) for k, x in part.items()}
    if isinstance(part, (list, tuple)) and part and not data:
        return [clean(one, "", top) for one in part]
    if key == "$ref":  # definitions stay at the top, all else moves with it
        return re.sub(r"^#(?=$|/(?!\$defs/|definitions/))", top, part)
    return {"properties": {}, "required": []}.get(key, part)  # PHP, draft 3
def clean_tool(tool):
    t = {**tool, **(tool.get("function") or {}), "type": "custom"}
    s = t.get("parameters", t.get("inputSchema", t.get("input_schema")))
    s = s if isinstance(s, dict) else {}  # true, or nothing
    if s.get("type", "object") != "object" or re.search("Of|num|nst", f"{*s,}"):
        s = clean(s, top="#/properties/input")
        s = {**{k: s[k] for k in ("$defs", "definitions") if k in s},
             "properties": {"input": s}, "required": ["input"]}
    kept = {k: t[k] for k in api.ToolParam.__annotations__ if t.get(k)}
    return {**kept, "input_schema": {**clean(s), "type": "object"}}
def clean_tools(tools):  # web_search_20250305 and the like stay as they are
    return [t if "_" in str(t.get("type")) else clean_tool(t) for t in tools]
