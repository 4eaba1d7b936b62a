def drop_orphans(messages):
    """Without results that answer no call, and with one result per call."""
    kept, calls, served, role, old = [], set(), set(), "", "(an old result)"
    for turn in messages:  # turns of one role in a row are one turn
        calls = set() if turn["role"] == "assistant" != role else calls
        role, content = turn["role"], turn["content"]
        if not isinstance(content, str):
            given, content, kinds = [*content], [], []
            for block in given:
                plain = block if isinstance(block, dict) else block.to_dict()
                kind, call = plain["type"], plain.get("tool_use_id")
                asked = calls if kind in ("tool_use", "tool_result") else served
                asked |= {plain["id"]} if kind.endswith("tool_use") else set()
                if not kind.endswith("tool_result") or call in asked:
                    content, kinds = [*content, block], [*kinds, kind]
                    asked.discard(call)
            while kinds and "thinking" in kinds.pop(): content.pop()  # not last
            content = old if given and not content else content
        last = kept[-1] if kept and kept[-1]["role"] == role else {}
        kept = kept[:-1] if last.get("content") == old else kept
        if content != old or not last or last["content"] == old:
            kept.append({**turn, "content": content})  # roles still alternate
    if kept and kept[-1]["content"] == old:
        raise ValueError("nothing is asked: the last turn is an old result")
    return kept
