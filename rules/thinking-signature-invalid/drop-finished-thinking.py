def drop_finished_thinking(messages):
    """Thinking stays only in the turn that is still open."""
    def kind(block):  # of a dict, or of an answer of the SDK
        return block["type"] if isinstance(block, dict) else block.type

    def listed(content):  # it may be any iterable
        return content if isinstance(content, str) else [*content]

    turns = [{**turn, "content": listed(turn["content"])} for turn in messages]
    start, answers = 0, False  # of the user's last question; no results
    for at, turn in enumerate(turns):
        content = [] if isinstance(turn["content"], str) else turn["content"]
        results = "tool_result" in map(kind, content)
        answers = turn["role"] == "user" and (answers or results)
        if turn["role"] == "user" and not answers:
            start = at
    kept = []
    for at, turn in enumerate(turns):
        content = turn["content"]
        if at < start and not isinstance(content, str):
            content = [b for b in content if "thinking" not in kind(b)]
        if content:
            kept.append({**turn, "content": content})
    return kept
