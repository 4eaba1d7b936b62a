from anthropic import BaseModel
def full(block):  # every block but an empty text
    plain = block if isinstance(block, dict) else vars(block)
    return plain["type"] != "text" or plain["text"].strip()

def tidy(part):  # a content, a block, or a source
    if not part or isinstance(part, (str, BaseModel)):
        return part if str(part).strip() else ""
    if not isinstance(part, dict):  # any iterable
        return [tidy(block) for block in part if full(block)]
    if "_tool_" in str(part.get("type")):
        return part  # what the API wrote stays
    new = {k: tidy(part[k]) for k in ("content", "source") if k in part}
    if part.get("type") == "tool_result" and not new.get("content"):
        if part.get("content") or part.get("is_error"):
            new["content"] = "(no output)"
    return {**part, **new}

def drop_empty(messages):
    """Without empty texts, also in results and documents, or empty turns."""
    turns = [{**turn, "content": tidy(turn["content"])} for turn in messages]
    kept = [turn for turn in turns if turn["content"]]
    if kept and kept[0]["role"] == "assistant" != turns[0]["role"]:
        kept = [{"role": "user", "content": "(Go on.)"}, *kept]
    return kept
