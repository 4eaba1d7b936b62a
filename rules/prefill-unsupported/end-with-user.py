def end_with_user(messages):
    """The history, with a request to go on where it ends with an answer."""
    if messages[-1]["role"] != "assistant":
        return messages
    go_on = "Your answer was cut off. Go on exactly where it stopped."
    return [*messages, {"role": "user", "content": go_on}]
