def merge_turns(messages):
    """One turn for each run of one role; the first one is the user's."""
    def blocks(content):
        if not isinstance(content, str):
            return [*content]
        return [{"type": "text", "text": content}] if content.strip() else []

    def late(block):  # results of tool calls stand before everything else
        return not isinstance(block, dict) or block["type"] != "tool_result"

    merged = []
    if messages and messages[0]["role"] == "assistant":
        merged.append({"role": "user", "content": "(Go on.)"})
    for turn in messages:
        if merged and merged[-1]["role"] == turn["role"]:
            both = blocks(merged[-1]["content"]) + blocks(turn["content"])
            merged[-1] = {**turn, "content": sorted(both, key=late)}
        else:
            merged.append(turn)
    return merged
