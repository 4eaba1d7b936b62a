def ask_with_tools(client, request, call_tool, most=10):
    """The last message of a turn; its thinking and calls are sent unchanged."""
    asked = {**request, "messages": (turns := [*request["messages"]])}
    try:
        for _ in range(most):
            message = client.messages.create(**asked)
            came = getattr(message, "content", 0)  # a page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            if not ok: raise ValueError(f"no message: {message!s:.300}")
            calls = [one for one in came if one.type == "tool_use"]
            if message.stop_reason != "tool_use" or not calls: return message
            if box := message.container: asked.setdefault("container", box.id)
            said = [one for one in came  # the API takes no blank text back
                    if one.type != "text" or (one.text or "").strip()]
            turns += [{"role": "assistant", "content": said},
                      {"role": "user", "content": (results := [])}]
            for call in calls:  # what has run is kept if a later one fails
                results.append({
                    "type": "tool_result", "tool_use_id": call.id,
                    "content": call_tool(call.name, call.input)})
        raise RuntimeError(f"still calling tools after {most} requests")
    except BaseException as error:
        # Paid for: go on with these turns, in the container where code waits.
        vars(error).update(turns=turns, container=asked.get("container"))
        raise
