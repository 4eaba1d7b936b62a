def finish_turn(client, request, most=5):
    """The message of a turn that the API pauses; each part is billed."""
    turns, parts = [*request["messages"]], []
    asked = {**request, "messages": turns}
    try:
        for _ in range(most):
            message = client.messages.create(**asked)
            came = getattr(message, "content", 0)  # a page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            if not ok: raise ValueError(f"no message: {message!s:.300}")
            parts += came
            if message.stop_reason != "pause_turn":
                message.content = parts  # of the whole turn
                return message
            if message.container:  # code that runs there needs it again
                asked.setdefault("container", message.container.id)
            # Unchanged, with no user turn; but the API takes no blank text.
            said = [block for block in came
                    if block.type != "text" or (block.text or "").strip()]
            turns += [{"role": "assistant", "content": said}] if said else []
        raise RuntimeError(f"still paused after {most} parts")
    except BaseException as error:
        # Paid for: use them, or go on later, in the same container.
        error.parts, error.container = parts, asked.get("container")
        raise
