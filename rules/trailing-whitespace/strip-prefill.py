def strip_end(messages):
    """The history without blanks at the end of a last assistant turn."""
    *before, last = messages
    if last["role"] != "assistant":
        return messages
    content = last["content"]
    if isinstance(content, str):
        return [*before, {**last, "content": content.rstrip()}]
    *blocks, end = content
    if end["type"] == "text":
        end = {**end, "text": end["text"].rstrip()}
    return [*before, {**last, "content": [*blocks, end]}]
