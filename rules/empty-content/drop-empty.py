def without_empty(content):
    if not content or isinstance(content, str):
        return content if content and content.strip() else ""
    kept = []
    for block in content:
        block = block if isinstance(block, dict) else block.to_dict()
        if block["type"] == "tool_result":
            inner = without_empty(block.get("content"))
            kept.append({**block, "content": inner or "(no output)"})
        elif block["type"] != "text" or block["text"].strip():
            kept.append(block)
    return kept


def drop_empty(messages):
    """Without empty texts, also in tool results, and without empty turns."""
    kept = []
    for turn in messages:
        content = without_empty(turn["content"])
        if content:
            kept.append({**turn, "content": content})
    return kept
