def finish_turn(client, request, most=5):
    """The message of a turn that the API pauses; each part is billed."""
    turns, parts = [*request["messages"]], []
    try:
        for _ in range(most):
            asked = {**request, "messages": turns}
            message = client.messages.create(**asked)
            came = getattr(message, "content", 0)  # a page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            if not ok: raise ValueError(f"no message: {message!s:.300}")
            parts += came
            if message.stop_reason != "pause_turn":
                message.content = parts  # of the whole turn
                return message
            # Unchanged, with the same tools, and no user turn after it.
            turns.append({"role": "assistant", "content": message.content})
        raise RuntimeError(f"still paused after {most} parts")
    except BaseException as error:
        error.parts = parts  # they are paid for: use them, or go on later
        raise
