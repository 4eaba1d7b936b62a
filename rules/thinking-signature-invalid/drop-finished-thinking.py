def drop_finished_thinking(messages):
    """Thinking stays only in the turn that is still open."""
    def kind(block):  # of a dict, or of an answer of the SDK
        return block["type"] if isinstance(block, dict) else block.type

    turns, start, answers = [], 0, False
    for turn in messages:
        content, kinds = turn["content"], []
        if not isinstance(content, str):
            content = [*content]
            kinds = [kind(block) for block in content]
        answers = turn["role"] == "user" and (answers or "tool_result" in kinds)
        if turn["role"] == "user" and not answers:
            start = len(turns)  # the user's last question
        turns.append({**turn, "content": content})
    for turn in turns[:start]:
        if not isinstance(turn["content"], str):
            turn["content"] = [block for block in turn["content"]
                               if "thinking" not in kind(block)]
    return [turn for turn in turns if turn["content"]]
