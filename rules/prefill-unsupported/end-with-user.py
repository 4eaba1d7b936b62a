def end_with_user(messages):
    """The history, with a request to go on where it ends with an answer."""
    def get(block, name):  # of a dict, or of an answer of the SDK
        plain = isinstance(block, dict)
        return block.get(name) if plain else getattr(block, name, None)

    messages = [*messages]  # any iterable
    if not messages or messages[-1]["role"] != "assistant":
        return messages
    *before, last = messages
    said = last["content"]
    kinds = []
    if not isinstance(said, str):
        said = [block for block in said if get(block, "type") != "text"
                or get(block, "text").strip()]  # without empty texts
        kinds = [get(block, "type") for block in said]
    if "tool_use" in kinds or kinds and kinds[-1].endswith("tool_use"):
        # A call needs its result instead.
        return [*before, {**last, "content": said}]
    if not (said.strip() if isinstance(said, str) else said):
        return end_with_user(before)  # it says nothing
    go_on = "Your answer was cut off. Go on exactly where it stopped."
    return [*before, {**last, "content": said},
            {"role": "user", "content": go_on}]
