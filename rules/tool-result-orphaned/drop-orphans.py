def drop_orphans(messages):
    """Without results that answer no call, and with one result per call."""
    kept, open_calls = [], set()
    for turn in messages:
        blocks = turn["content"]
        if not isinstance(blocks, str):
            blocks = []
            for block in turn["content"]:
                if block["type"] == "tool_result":
                    if block["tool_use_id"] not in open_calls:
                        continue
                    open_calls.remove(block["tool_use_id"])
                blocks.append(block)
            calls = [block for block in blocks if block["type"] == "tool_use"]
            open_calls = {call["id"] for call in calls}
        if blocks:
            kept.append({**turn, "content": blocks})
    return kept
