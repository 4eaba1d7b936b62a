def end_with_user(messages):
    """The history, with a request to go on where it ends with an answer."""
    if not messages:
        return messages
    last = messages[-1]
    words = isinstance(last["content"], str)
    blocks = [] if words else last["content"]
    kinds = [getattr(b, "type", None) or b["type"] for b in blocks]
    open_call = "tool_use" in kinds or kinds[-1:] == ["server_tool_use"]
    if last["role"] != "assistant" or open_call:
        return messages  # a call needs its result instead
    if not (last["content"].strip() if words else blocks):
        return end_with_user(messages[:-1])  # it says nothing
    go_on = "Your answer was cut off. Go on exactly where it stopped."
    return [*messages, {"role": "user", "content": go_on}]
