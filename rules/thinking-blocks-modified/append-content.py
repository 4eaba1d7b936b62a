def ask_with_tools(client, request, call_tool, most=10):
    """The last message of a turn; every answer is kept as it came."""
    turns = [*request["messages"]]
    try:
        for _ in range(most):
            message = client.messages.create(**{**request, "messages": turns})
            came = getattr(message, "content", 0)  # a page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            if not ok: raise ValueError(f"no message: {message!s:.300}")
            calls = [one for one in came if one.type == "tool_use"]
            if message.stop_reason != "tool_use" or not calls:
                return message
            # Unchanged: thinking, redacted thinking, text and tool calls.
            turns.append({"role": "assistant", "content": message.content})
            results = []  # of each tool that has run, if a later one fails
            turns.append({"role": "user", "content": results})
            for call in calls:
                results.append({
                    "type": "tool_result", "tool_use_id": call.id,
                    "content": call_tool(call.name, call.input)})
        raise RuntimeError(f"still calling tools after {most} requests")
    except BaseException as error:
        vars(error)["turns"] = turns  # paid for: go on with error.turns
        raise
