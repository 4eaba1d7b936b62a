def answer_calls(messages):
    """A result for each call, first in the very next user turn."""
    def blocks(content):
        if isinstance(content, str):
            return [{"type": "text", "text": content}]
        return [b if isinstance(b, dict) else b.to_dict() for b in content]

    turns = [(turn["role"], blocks(turn["content"])) for turn in messages]
    results = {block["tool_use_id"]: block for _, content in turns
               for block in content if block["type"] == "tool_result"}
    whole, calls = [], []
    for role, content in [*turns, ("user", [])]:
        due = [results.get(call) or {"type": "tool_result", "is_error": True,
                                     "tool_use_id": call, "content": "lost"}
               for call in calls]
        rest = [b for b in content if b["type"] != "tool_result"]
        if role != "user" and due:
            whole.append({"role": "user", "content": due})
            due = []
        if due or rest:
            whole.append({"role": role, "content": [*due, *rest]})
        calls = [b["id"] for b in content if b["type"] == "tool_use"]
    return whole
