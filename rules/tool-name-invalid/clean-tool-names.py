import re


def clean_names(request):
    """Names that the API allows, in tools, tool_choice and the history."""
    table = {}  # your name -> the new one; turn it round for the calls

    def rename(item):
        old = item["name"]
        if old not in table:
            new = re.sub(r"[^a-zA-Z0-9_-]+", "_", old)[:120] or "tool"
            while new in table.values():
                new += "_"
            table[old] = new
        return {**item, "name": table[old]}

    changed = {**request, "tools": [*map(rename, request.get("tools", []))]}
    if "name" in request.get("tool_choice", {}):
        changed["tool_choice"] = rename(request["tool_choice"])
    changed["messages"] = [
        turn if isinstance(turn["content"], str) else {**turn, "content": [
            rename(block) if block["type"] == "tool_use" else block
            for block in turn["content"]]}
        for turn in request["messages"]]
    return changed
