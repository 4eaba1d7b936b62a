def drop_orphans(messages):
    """Without results that answer no call, and with one result per call."""
    kept, calls = [], set()
    for turn in messages:
        content, answered, calls = turn["content"], calls, set()
        if not isinstance(content, str):
            content = []
            for block in turn["content"]:
                block = block if isinstance(block, dict) else block.to_dict()
                if block["type"] == "tool_result":
                    if block["tool_use_id"] not in answered:
                        continue
                    answered.remove(block["tool_use_id"])
                elif block["type"] == "tool_use":
                    calls.add(block["id"])
                content.append(block)
        # A turn stays where it is, so that the roles still alternate.
        kept.append({**turn, "content": content or "(an old result)"})
    return kept
