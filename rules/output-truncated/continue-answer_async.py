GO_ON = "You were cut off. Go on exactly where you stopped."

async def whole_message(client, request, most=3):
    """The message, in as many parts as it takes; each part is billed."""
    turns = messages = [*request["messages"]]
    parts = []
    try:
        for _ in range(most):
            asked = {**request, "messages": messages}
            message = await client.messages.create(**asked)
            message.content = [*parts, *message.content]
            kinds = [block.type for block in message.content]
            cut = "tool_use" in kinds or kinds[-1:] == ["server_tool_use"]
            json = "format" in (request.get("output_config") or {})
            if message.stop_reason != "max_tokens" or cut or json:
                return message  # a call or a JSON that was cut cannot go on
            parts = [block for block in message.content
                     if "thinking" not in block.type
                     and (block.type != "text" or block.text.strip())]
            said = {"role": "assistant", "content": parts or "(nothing yet)"}
            messages = [*turns, said, {"role": "user", "content": GO_ON}]
        raise RuntimeError(f"max_tokens reached {most} times")
    except BaseException as error:
        error.parts = parts  # they are paid for: use them, or go on later
        raise
