def plain_turns(messages):
    """Turns with role and content alone: other fields are not the API's."""
    turns = [turn if isinstance(turn, dict) else vars(turn)  # an SDK message
             for turn in messages]
    return [{"role": turn["role"], "content": turn["content"]}
            for turn in turns]
