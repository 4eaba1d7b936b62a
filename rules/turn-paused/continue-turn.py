def finish_turn(client, request, most=5):
    """The message of a turn that the API pauses; each part is billed."""
    parts = []
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in request.items()}
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    for _ in range(most):
        message = client.messages.create(**{**request, "messages": turns})
        parts += message.content
        if message.stop_reason != "pause_turn":
            message.content = parts  # of the whole turn
            return message
        # Unchanged, with the same tools, and no user turn after it.
        turns.append({"role": "assistant", "content": message.content})
    raise RuntimeError(f"still paused after {most} parts")
