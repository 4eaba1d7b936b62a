def drop_finished_thinking(messages):
    """Thinking stays only in the turn that is still open."""
    def asks(turn):
        blocks = turn["content"]
        if turn["role"] != "user" or isinstance(blocks, str):
            return turn["role"] == "user"
        return all(block["type"] != "tool_result" for block in blocks)

    questions = [at for at, turn in enumerate(messages) if asks(turn)]
    kept = []
    for at, turn in enumerate(messages):
        content = turn["content"]
        if at < max(questions, default=0) and not isinstance(content, str):
            content = [block for block in content if "thinking" not in
                       (getattr(block, "type", None) or block["type"])]
        if content:
            kept.append({**turn, "content": content})
    return kept
