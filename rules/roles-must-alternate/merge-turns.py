def merge_turns(messages):
    """One turn for each run of one role; the first one is the user's."""
    def full(block):  # every block but an empty text
        plain = block if isinstance(block, dict) else vars(block)
        return plain["type"] != "text" or plain["text"].strip()

    def late(block):  # results of tool calls stand before everything else
        return not isinstance(block, dict) or block["type"] != "tool_result"

    merged = []
    for turn in messages:
        content = turn["content"]
        if isinstance(content, str):
            content = [{"type": "text", "text": content}]
        content = [*filter(full, content)]
        if not content:
            continue  # it says nothing
        if not merged and turn["role"] == "assistant":
            merged.append({"role": "user", "content": "(Go on.)"})
        if merged and merged[-1]["role"] == turn["role"]:
            content = sorted(merged.pop()["content"] + content, key=late)
        merged.append({**turn, "content": content})
    return merged
