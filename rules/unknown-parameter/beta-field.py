def plain_turns(messages):
    """Turns with role and content alone: other fields are not the API's."""
    return [{"role": turn["role"], "content": turn["content"]}
            for turn in messages]
