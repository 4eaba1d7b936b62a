def end_with_user(messages):
    """The history, with a request to go on where it ends with an answer."""
    def get(block, name):  # of a dict, or of an answer of the SDK
        own = block if isinstance(block, dict) else block.to_dict()
        return own.get(name, "?")
    messages = [*messages]  # any iterable
    if not messages or messages[-1]["role"] != "assistant":
        return messages
    *before, last = messages
    said, kinds = last["content"], []
    if not isinstance(said, str):
        said = [block for block in said if get(block, "text").strip()]
        while said and "thinking" in get(said[-1], "type"):
            said.pop()  # it may not be the last block
        kinds = [get(block, "type") for block in said]
    if "tool_use" in kinds or kinds and kinds[-1].endswith("tool_use"):
        # A call needs its result instead.
        return [*before, {**last, "content": said}]
    text = said if isinstance(said, str) else "".join(
        get(block, "text") for block in said)
    if not text.strip().strip(" \t\r\n{[\"`"):
        return end_with_user(before)  # it says nothing, or only opens
    go_on = "Your answer was cut off. Go on exactly where it stopped."
    return [*before, {**last, "content": said},
            {"role": "user", "content": go_on}]
