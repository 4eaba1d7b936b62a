def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)

def ask_with_tools(client, request, call_tool, most=10):
    """The last message of a turn; every answer is kept as it came."""
    turns = (request := listed(request))["messages"]
    for _ in range(most):
        message = client.messages.create(**{**request, "messages": turns})
        if message.stop_reason != "tool_use":
            return message
        # Unchanged: thinking, redacted thinking, text and tool calls.
        turns.append({"role": "assistant", "content": message.content})
        turns.append({"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": block.id,
             "content": call_tool(block.name, block.input)}
            for block in message.content if block.type == "tool_use"]})
    raise RuntimeError(f"still calling tools after {most} requests")
