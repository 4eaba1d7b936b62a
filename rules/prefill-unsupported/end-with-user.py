def end_with_user(messages):
    """The history, with a request to go on where it ends with an answer."""
    last = messages[-1]
    blocks = [] if isinstance(last["content"], str) else last["content"]
    kinds = [getattr(b, "type", None) or b["type"] for b in blocks]
    if last["role"] != "assistant" or "tool_use" in kinds:
        return messages  # a call needs its result instead
    go_on = "Your answer was cut off. Go on exactly where it stopped."
    return [*messages, {"role": "user", "content": go_on}]
