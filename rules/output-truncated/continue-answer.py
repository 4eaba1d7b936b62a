GO_ON = "You were cut off. Go on exactly where you stopped."


def whole_message(client, request, most=3):
    """The message, in as many parts as it takes; each part is billed."""
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in request.items()}
    turns = [{**t, "content": c if isinstance(c := t["content"], str) else [*c]}
             for t in request["messages"]]
    parts, messages = [], turns
    for _ in range(most):
        message = client.messages.create(**{**request, "messages": messages})
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
