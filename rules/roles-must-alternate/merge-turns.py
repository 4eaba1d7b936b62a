def merge_turns(messages):
    """One turn for each run of one role; the first one is the user's."""
    def blocks(content):
        if isinstance(content, str):
            return [{"type": "text", "text": content}]
        return [b if isinstance(b, dict) else b.to_dict() for b in content]

    merged = []
    for turn in messages:
        if merged and merged[-1]["role"] == turn["role"]:
            both = blocks(merged[-1]["content"]) + blocks(turn["content"])
            # Results of tool calls stand before everything else.
            both.sort(key=lambda block: block["type"] != "tool_result")
            merged[-1] = {**turn, "content": both}
        elif merged or turn["role"] == "user":
            merged.append(turn)
    return merged
