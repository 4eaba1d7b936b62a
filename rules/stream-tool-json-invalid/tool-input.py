import json
def ask_for_calls(client, request, tries=2):  # billed and read anew
    raw, request = {}, {k: [*v] if hasattr(v, "__next__") else v
                        for k, v in request.items()}
    with client.messages.stream(**request) as stream:
        try:
            for e in stream:
                if part := getattr(getattr(e, "delta", 0), "partial_json", ""):
                    raw[e.index] = raw.get(e.index, "") + part
                elif e.type == "message_stop":
                    break
            else:
                raise EOFError("the stream ended without message_stop")
            message = stream.current_message_snapshot
            end = message.content[-1].type if message.content else ""
            if end == "tool_use" and message.stop_reason != "tool_use":
                raise RuntimeError(f"cut call: {message.stop_reason}")
            if any(type(json.loads(x, parse_constant=int)) is not dict
                   for x in raw.values()):  # int refuses NaN
                raise ValueError("a tool's input is not a JSON object")
            return message
        except ValueError:  # an input that is no valid JSON, or no object
            if tries < 2:
                raise
    return ask_for_calls(client, request, tries - 1)
