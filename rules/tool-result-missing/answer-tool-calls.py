def answer_calls(messages):
    """A result for each call, first in the very next user turn."""
    whole, lost = [], []
    for turn in [*messages, {"role": "user", "content": []}]:
        blocks = turn["content"]
        if isinstance(blocks, str):
            blocks = [{"type": "text", "text": blocks}]
        if lost:
            results = {id: {"type": "tool_result", "tool_use_id": id,
                            "is_error": True, "content": "interrupted"}
                       for id in lost}
            given = [b for b in blocks if b["type"] == "tool_result"]
            results.update({b["tool_use_id"]: b for b in given})
            rest = [b for b in blocks if b["type"] != "tool_result"]
            if turn["role"] != "user":
                whole.append({"role": "user", "content": [*results.values()]})
            else:
                turn = {"role": "user", "content": [*results.values(), *rest]}
        if turn["content"]:
            whole.append(turn)
        lost = [b["id"] for b in blocks if b["type"] == "tool_use"]
    return whole
