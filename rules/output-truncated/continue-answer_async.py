GO_ON = "You were cut off. Go on exactly where you stopped."


async def whole_text(client, request, most=3):
    """The text, in as many parts as it takes; each part is billed."""
    text, messages = "", request["messages"]
    for _ in range(most):
        asked = {**request, "messages": messages}
        message = await client.messages.create(**asked)
        text += "".join(b.text for b in message.content if b.type == "text")
        if message.stop_reason != "max_tokens":
            return text
        messages = [*request["messages"],
                    {"role": "assistant", "content": text or "(nothing yet)"},
                    {"role": "user", "content": GO_ON}]
    raise RuntimeError(f"max_tokens reached {most} times: {text}")
