def strip_end(messages):
    """The history without blanks at the end of a last assistant turn."""
    *before, last = messages
    content = last["content"]
    if last["role"] != "assistant":
        return messages
    if isinstance(content, str):
        content = content.rstrip()
    else:
        content = [b if isinstance(b, dict) else b.to_dict() for b in content]
        while content and content[-1]["type"] == "text":
            end = content.pop()
            if text := end["text"].rstrip():
                content.append({**end, "text": text})
                break
    return [*before, {**last, "content": content}] if content else before
