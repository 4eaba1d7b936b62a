def answer_calls(messages):
    """A result for each call, first in the next user turn."""
    def get(block, name):  # of a dict, or of an answer of the SDK
        return (block if isinstance(block, dict) else vars(block)).get(name)
    def blocks(content):
        text = content and isinstance(content, str)
        return [{"type": "text", "text": content}] if text else [*content]

    turns = [(turn["role"], blocks(turn["content"])) for turn in messages]
    results = {get(block, "tool_use_id"): block for _, content in turns
               for block in content if get(block, "type") == "tool_result"}
    whole, calls = [], []
    for role, content in [*turns, ("user", [])]:
        new = [b for b in content if get(b, "type") != "tool_result"]
        if role == "user":
            lost = {"type": "tool_result", "is_error": True, "content": "lost"}
            given = [results[call] for call in results if call in calls]
            new = given + [{**lost, "tool_use_id": call} for call in calls
                           if call not in results] + new
            calls = []
        if content and not new and whole and whole[-1]["role"] != role:
            new = blocks("(Go on.)")  # its results stand before
        calls += [get(b, "id") for b in new if get(b, "type") == "tool_use"]
        whole += [{"role": role, "content": new}] if new else []
    return whole
