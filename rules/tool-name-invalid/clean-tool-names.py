import re


def clean_names(request):
    """Names that the API allows, in tools, tool_choice and the history."""
    table = {}  # your name -> the new one; turn it round for the calls

    def rename(item):
        item = item if isinstance(item, dict) else item.to_dict()
        if (old := item.get("name")) and old not in table:
            table[old] = re.sub(r"[^a-zA-Z0-9_-]+", "_", old)[:120]
            while [*table.values()].count(table[old]) > 1:
                table[old] += "_"
        return {**item, "name": table[old]} if old else item

    changed = {}
    if request.get("tools"):
        changed["tools"] = [*map(rename, request["tools"])]
    if request.get("tool_choice"):
        changed["tool_choice"] = rename(request["tool_choice"])
    changed["messages"] = [
        turn if isinstance(turn["content"], str) else
        {**turn, "content": [*map(rename, turn["content"])]}
        for turn in request["messages"]]
    return {**request, **changed}
