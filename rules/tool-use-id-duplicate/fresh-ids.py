def with_fresh_ids(messages):
    """A repeated id becomes a new one, in the call and in its result."""
    seen, calls, turns, role = set(), {}, [], ""
    for turn in messages:
        if turn["role"] == "assistant" and role == "user":
            calls = {}  # turns of one role in a row are one turn
        content, role = turn["content"], turn["role"]
        if not isinstance(content, str):
            content = []
            for block in turn["content"]:
                plain = block if isinstance(block, dict) else block.to_dict()
                if plain["type"] == "tool_use":
                    old = new = plain["id"]
                    while new in seen:
                        new += "_"  # the same each time: caches stay valid
                    block = block if new == old else {**plain, "id": new}
                    seen.add(new)
                    calls.setdefault(old, []).append(new)
                elif calls.get(plain.get("tool_use_id")):
                    new = calls[plain["tool_use_id"]].pop(0)
                    block = {**plain, "tool_use_id": new}
                content.append(block)
        turns.append({**turn, "content": content})
    return turns
