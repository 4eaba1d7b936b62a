def strip_end(messages):
    """The history without blanks at the end of a last assistant turn."""
    before = [*messages]  # any iterable
    if not before or before[-1]["role"] != "assistant":
        return before
    last = before.pop()
    content = last["content"]
    if isinstance(content, str):
        content = content.rstrip()
    else:
        content = [*content]
        while content:
            end = content.pop()
            plain = end if isinstance(end, dict) else end.to_dict()
            if "thinking" in plain["type"]:
                continue  # it may not be the last block
            text = plain.get("text", "-").rstrip()
            if text != plain.get("text", "-"):  # parse() adds a field
                own = {k: plain[k] for k in plain if k != "parsed_output"}
                end = {**own, "text": text}
            if text:
                content.append(end)
                break
    whole = {**last, "content": content}
    return [*before, whole] if content else strip_end(before)
