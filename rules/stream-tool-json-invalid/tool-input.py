def ask_for_calls(client, request, tries=2):
    """The message with all its calls, whole; each try is billed."""
    for last in [False] * (tries - 1) + [True]:
        with client.messages.stream(**request) as stream:
            try:
                for event in stream:
                    if event.type == "message_stop":
                        break
                else:
                    raise EOFError("the stream ended without message_stop")
            except ValueError:  # an input that is not valid JSON
                if last:
                    raise
                continue
            message = stream.current_message_snapshot
        end = message.content[-1].type if message.content else ""
        if message.stop_reason == "max_tokens" and end == "tool_use":
            raise RuntimeError("max_tokens cut the last call: raise the limit")
        return message
