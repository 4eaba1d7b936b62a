def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)

async def finish_turn(client, request, most=5):
    """The message of a turn that the API pauses; each part is billed."""
    parts = []
    turns = (request := listed(request))["messages"]
    for _ in range(most):
        asked = {**request, "messages": turns}
        message = await client.messages.create(**asked)
        parts += message.content
        if message.stop_reason != "pause_turn":
            message.content = parts  # of the whole turn
            return message
        # Unchanged, with the same tools, and no user turn after it.
        turns.append({"role": "assistant", "content": message.content})
    raise RuntimeError(f"still paused after {most} parts")
