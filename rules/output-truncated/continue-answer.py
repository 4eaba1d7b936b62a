GO_ON = "You were cut off. Go on exactly where you stopped."


def whole_message(client, request, most=3):
    """The message, in as many parts as it takes; each part is billed."""
    turns = [*request["messages"]]
    parts, messages = [], turns
    for _ in range(most):
        message = client.messages.create(**{**request, "messages": messages})
        message.content = [*parts, *message.content]
        calls = any(b.type == "tool_use" for b in message.content)
        if message.stop_reason != "max_tokens" or calls:
            return message  # a call that was cut cannot go on
        parts = [b for b in message.content if b.type == "text"]
        text = "".join(b.text for b in parts)
        text = text if text.strip() else "(nothing yet)"
        messages = [*turns, {"role": "assistant", "content": text},
                    {"role": "user", "content": GO_ON}]
    raise RuntimeError(f"max_tokens reached {most} times: {text}")
