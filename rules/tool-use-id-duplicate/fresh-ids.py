import uuid

def with_fresh_ids(messages):
    """A repeated id becomes a new one, in the call and in its result."""
    seen, calls, turns = set(), {}, []
    for turn in messages:
        content, answered, calls = turn["content"], calls, {}
        if not isinstance(content, str):
            content = []
            for block in turn["content"]:
                block = block if isinstance(block, dict) else block.to_dict()
                if block["type"] == "tool_use":
                    old = block["id"]
                    if old in seen:
                        block = {**block, "id": f"toolu_{uuid.uuid4().hex}"}
                    seen.add(block["id"])
                    calls.setdefault(old, []).append(block["id"])
                elif answered.get(block.get("tool_use_id")):
                    new = answered[block["tool_use_id"]].pop(0)
                    block = {**block, "tool_use_id": new}
                content.append(block)
        turns.append({**turn, "content": content})
    return turns
