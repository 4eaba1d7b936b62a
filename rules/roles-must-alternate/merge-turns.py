def merge_turns(messages):
    """One turn for each run of one role; the first one is the user's."""
    def get(block, name):  # of a dict, or of an answer of the SDK
        own = block if isinstance(block, dict) else block.to_dict()
        return own.get(name, "?")

    turns, merged = [*messages], []
    for turn in reversed(turns):
        said = turn["content"]
        if isinstance(said, str):
            said = [{"type": "text", "text": said}]
        said = [block for block in said if get(block, "text").strip()]
        if merged and merged[0]["role"] == turn["role"]:
            said += merged.pop(0)["content"]
        while said and "thinking" in get(said[-1], "type"):
            said.pop()  # it may not be the last block
        # Results of tool calls stand before everything else.
        said.sort(key=lambda block: get(block, "type") != "tool_result")
        merged[:0] = [{**turn, "content": said}] if said else []
    last = merged[-1]["role"] if merged else None
    if turns and last not in ("user", turns[-1]["role"]):
        raise ValueError("nothing is asked: the last user turn is empty")
    if merged and merged[0]["role"] == "assistant":
        merged[:0] = [{"role": "user", "content": "(Go on.)"}]
    return merged
