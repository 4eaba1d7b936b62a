def keep_breakpoints(request, most=4):
    """Marks only where they count: tools, system, then the newest turns."""
    def count(blocks):
        return sum("cache_control" in block for block in blocks)

    system = request.get("system") or []
    left = most - count(request.get("tools", []))
    left -= 0 if isinstance(system, str) else count(system)
    kept = []
    for turn in reversed(request["messages"]):
        blocks = turn["content"]
        if not isinstance(blocks, str):
            blocks = []
            for block in reversed(turn["content"]):
                if "cache_control" in block:
                    left -= 1
                    if left < 0:
                        block = {**block}
                        del block["cache_control"]
                blocks.insert(0, block)
        kept.insert(0, {**turn, "content": blocks})
    return {**request, "messages": kept}
