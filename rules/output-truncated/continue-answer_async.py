GO_ON = {"role": "user", "content": "You were cut off. Go on where you were."}
async def whole_message(client, request, most=3):
    """The message, in as many parts as it takes; each part is billed."""
    turns, parts = [*request["messages"]], []
    asked = {**request, "messages": turns}
    try:
        for _ in range(most):
            message = await client.messages.create(**asked)
            came = getattr(message, "content", 0)  # a page has no parts
            ok = type(came) is list and all(getattr(p, "type", 0) for p in came)
            if not ok: raise ValueError(f"no message: {message!s:.300}")
            message.content = [*parts, *came]
            kinds = [block.type for block in message.content]
            cut = "tool_use" in kinds or (kinds or [""])[-1].endswith("_use")
            json = "format" in (request.get("output_config") or {})
            if message.stop_reason != "max_tokens" or cut or json:
                return message  # a call or a JSON that was cut cannot go on
            parts = [b for b in message.content if "thinking" not in b.type
                     and (b.type != "text" or (b.text or "").strip())]
            said = {"role": "assistant", "content": parts or "(nothing yet)"}
            asked["messages"] = [*turns, said, GO_ON]
        raise RuntimeError(f"max_tokens reached {most} times")
    except BaseException as error:
        error.parts = parts  # they are paid for: use them, or go on later
        raise
