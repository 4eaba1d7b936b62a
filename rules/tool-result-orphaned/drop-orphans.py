def drop_orphans(messages):
    """Without results that answer no call, and with one result per call."""
    turns, kept, calls = [*messages], [], set()
    roles = [*(turn["role"] for turn in turns), ""]
    for at, turn in enumerate(turns):
        around = roles[at - 1], roles[at + 1]
        if turn["role"] == "assistant" and around[0] == "user":
            calls = set()  # turns of one role in a row are one turn
        given = content = turn["content"]
        if not isinstance(given, str):
            given, content = [*given], []
            for block in given:
                plain = block if isinstance(block, dict) else block.to_dict()
                call = plain.get("tool_use_id")
                if plain["type"] == "tool_use":
                    calls.add(plain["id"])
                if plain["type"] != "tool_result" or call in calls:
                    content.append(block)
                    calls.discard(call)
            if not content and given and "user" not in around:
                content = "(an old result)"  # the roles still alternate
        if content or not given:
            kept.append({**turn, "content": content})
    return kept
