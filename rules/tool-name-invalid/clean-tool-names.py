import re

NEW_NAMES = {}  # your name -> the new one; turn it round for the calls

def clean_names(request):
    """Names that the API allows, in tools, tool_choice and the history."""
    def rename(item):
        item = item if isinstance(item, dict) else item.to_dict()
        old = item.get("name")
        if old and old not in NEW_NAMES:
            new = re.sub(r"[^a-zA-Z0-9_-]+", "_", old)[:120]
            while new in NEW_NAMES.values():
                new += "_"
            NEW_NAMES[old] = new
        return {**item, "name": NEW_NAMES[old]} if old else item

    turns = [turn if isinstance(turn["content"], str) else
             {**turn, "content": [*map(rename, turn["content"])]}
             for turn in request["messages"]]
    changed = {"messages": turns}
    if request.get("tools"):
        changed["tools"] = [*map(rename, request["tools"])]
    if request.get("tool_choice"):
        changed["tool_choice"] = rename(request["tool_choice"])
    return {**request, **changed}
