async def finish_turn(client, request, most=5):
    """The text of a turn that the API pauses; each part is billed."""
    text, messages = "", [*request["messages"]]
    for _ in range(most):
        asked = {**request, "messages": messages}
        message = await client.messages.create(**asked)
        text += "".join(b.text for b in message.content if b.type == "text")
        if message.stop_reason != "pause_turn":
            return text
        # Unchanged, with the same tools, and no user turn after it.
        messages.append({"role": "assistant", "content": message.content})
    raise RuntimeError(f"still paused after {most} parts: {text}")
