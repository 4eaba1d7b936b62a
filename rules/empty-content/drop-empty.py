def get(b, name="type"):  # of a dict, or of an answer of the SDK
    return b.get(name, "?") if isinstance(b, dict) else getattr(b, name, "?")
def says(b):  # it is no text or document that is blank
    s, text = get(b, "source"), str(get(b, "text"))
    return text.strip() and (get(s) != "text" or s["data"].strip())
def tidy(part):  # a content, a block, or a source
    if not part or isinstance(part, str) or "_tool_" in get(part):
        return part if str(part).strip() else ""  # the API wrote _tool_
    if not isinstance(part, dict):  # any iterable
        return [tidy(b) if isinstance(b, dict) else b for b in part if says(b)]
    part = {k: [*x] if hasattr(x, "__next__") else x for k, x in part.items()}
    new = {k: tidy(part.get(k)) or "(no output)" for k in ("content", "source")
           if part.get(k) or k == "content" and part.get("is_error")}
    return {**part, **new}
def drop_empty(messages):
    """Without empty texts and turns, or thinking that nothing follows."""
    turns, kept = [*messages], []
    for t in reversed(turns):
        said, mid = tidy(t["content"]), kept and kept[0]["role"] == "assistant"
        while said and not mid and "thinking" in get(said[-1]): said = said[:-1]
        kept = [{**t, "content": said}, *kept] if said else kept
    if turns and (not kept or kept[-1]["role"] != turns[-1]["role"] == "user"):
        raise ValueError("nothing is asked: the last user turn is empty")
    first = [{"role": "user", "content": "(Go on.)"}]
    return first + kept if kept and kept[0]["role"] == "assistant" else kept
