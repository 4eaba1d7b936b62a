GO_ON = "You were cut off. Go on exactly where you stopped."
def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)
async def whole_message(client, request, most=3):
    """The message, in as many parts as it takes; each part is billed."""
    parts, request = [], listed(request)
    turns = messages = request["messages"]
    for _ in range(most):
        asked = {**request, "messages": messages}
        message = await client.messages.create(**asked)
        message.content = [*parts, *message.content]
        kinds = [b.type for b in message.content]
        cut = "tool_use" in kinds or kinds[-1:] == ["server_tool_use"]
        cut = cut or "format" in (request.get("output_config") or {})
        if message.stop_reason != "max_tokens" or cut:
            return message  # a call or a JSON that was cut cannot go on
        parts = [b for b in message.content if "thinking" not in b.type
                 and (b.type != "text" or b.text.strip())]
        said = {"role": "assistant", "content": parts or "(nothing yet)"}
        messages = [*turns, said, {"role": "user", "content": GO_ON}]
    text = "".join(b.text for b in parts if b.type == "text")
    raise RuntimeError(f"max_tokens reached {most} times: {text}")
