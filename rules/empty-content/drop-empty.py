def without_empty(content):
    if not content or isinstance(content, str):
        return content if content and content.strip() else ""
    kept = []
    for block in content:
        plain = block if isinstance(block, dict) else block.to_dict()
        words = plain.get("content") or plain.get("is_error")
        if plain["type"] == "tool_result" and words:
            inner = without_empty(plain.get("content"))
            block = {**plain, "content": inner or "(no output)"}
        if plain["type"] != "text" or plain["text"].strip():
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
