import json
def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)
def ask_for_calls(client, request, tries=2):  # each is billed
    raw, request = {}, listed(request)
    with client.messages.stream(**request) as stream:
        try:
            for e in stream:
                if part := getattr(getattr(e, "delta", 0), "partial_json", ""):
                    raw[e.index] = raw.get(e.index, "") + part
                elif e.type == "message_stop": break
            else:
                raise EOFError("the stream ended without message_stop")
            m = stream.current_message_snapshot
            if m.content and m.content[-1].type == "tool_use" != m.stop_reason:
                raise RuntimeError(f"cut call: {m.stop_reason}")
            if any(type(json.loads(x, parse_constant=int)) is not dict
                   for x in raw.values()):  # int refuses NaN
                raise ValueError("a tool's input is not a JSON object")
            return m
        except ValueError:  # an input that is no valid JSON, or no object
            if tries < 2: raise
    return ask_for_calls(client, request, tries - 1)
