def keep_breakpoints(request, most=4):
    """Marks only where they count: tools, system, then the newest turns."""
    left = most - ("cache_control" in request)  # the automatic one counts, too

    def keep(block):  # a tool, a turn, or a block that may hold others
        nonlocal left
        if not isinstance(block, dict):
            return block  # an answer of the SDK: it has no marks
        block = {**block}
        if block.get("cache_control"):
            left -= 1
            if left < 0:
                del block["cache_control"]
        if "content" in block:
            block["content"] = newest_first(block["content"])
        return block

    def newest_first(blocks):
        whole = isinstance(blocks, list)
        return [*map(keep, blocks[::-1])][::-1] if whole else blocks

    order = "tools", "system", "messages"
    changed = {name: newest_first(request[name]) for name in order
               if name in request}
    return {**request, **changed}
