def get(block, name="type"):  # of a dict, or of an answer of the SDK
    own = block if isinstance(block, dict) else getattr(block, "__dict__", {})
    return own.get(name, "?")
def tidy(part):  # a content, a block, or a source
    if not part or isinstance(part, str) or "_tool_" in get(part):
        return part if str(part).strip() else ""  # the API wrote _tool_
    if not isinstance(part, dict):  # any iterable
        return [tidy(block) if isinstance(block, dict) else block
                for block in part if get(block, "text").strip()]
    new = {k: tidy(part.get(k)) or "(no output)" for k in ("content", "source")
           if part.get(k) or k == "content" and part.get("is_error")}
    return {**part, **new}
def drop_empty(messages):
    """Without empty texts and turns, or thinking that nothing follows."""
    turns, kept = [*messages], []
    for turn in reversed(turns):
        said, after = tidy(turn["content"]), kept[:1] and kept[0]["role"]
        while said and after != "assistant" and "thinking" in get(said[-1]):
            said = said[:-1]  # it may not be the last block
        kept = [{**turn, "content": said}, *kept] if said else kept
    if turns and (not kept or kept[-1]["role"] != turns[-1]["role"] == "user"):
        raise ValueError("nothing is asked: the last user turn is empty")
    if kept and kept[0]["role"] == "assistant":
        kept = [{"role": "user", "content": "(Go on.)"}, *kept]
    return kept
