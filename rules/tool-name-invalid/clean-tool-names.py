import hashlib
import re
NEW_NAMES = {}  # your name -> the new one; turn it round for the calls

def clean(name):  # the same in every process, and never that of another
    if re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", name):
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    start = re.sub(r"[^a-zA-Z0-9_-]+", "_", name)[:100]
    return NEW_NAMES.setdefault(name, f"{start}_{mark}")

def clean_names(request):
    """Names that the API allows, in tools, tool_choice and the history."""
    def rename(item):  # a tool, a choice, a turn, or a block
        if isinstance(item, (list, tuple)) or hasattr(item, "__next__"):
            return [*map(rename, item)]
        if getattr(item, "type", "") == "tool_use":
            item = item.to_dict()  # of an answer of the SDK
        if not isinstance(item, dict) or "mcp_" in str(item.get("type")):
            return item  # an MCP server names its tools as it likes
        new = {k: clean(item[k]) for k in ("name", "tool_name") if k in item}
        held = {"content": rename(item["content"])} if "content" in item else {}
        return {**item, **new, **held}
    parts = [k for k in ("tools", "tool_choice", "messages") if k in request]
    return {**request, **{k: rename(request[k]) for k in parts}}
