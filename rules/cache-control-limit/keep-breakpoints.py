from anthropic import BaseModel

def keep_breakpoints(request, most=4):
    """Marks only where they count: tools, system, then the newest turns."""
    order = "tools", "system", "messages", "content", "source"
    left = most

    def keep(value):  # the request, a tool, a turn, or a block
        nonlocal left
        if not value or isinstance(value, (str, BaseModel)):
            return value  # text, or an answer of the SDK: it has no marks
        if not isinstance(value, dict):  # any iterable
            return [keep(one) for one in [*value][::-1]][::-1]
        kept = {**value}
        if kept.get("cache_control"):
            left -= 1
            if left < 0:
                del kept["cache_control"]
        for key in order:
            if key in kept:
                kept[key] = keep(kept[key])
        return kept

    return keep(request)
