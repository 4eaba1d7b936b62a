import json

def ask_for_calls(client, request, tries=2):  # each is billed
    inputs = [""]
    with client.messages.stream(**request) as stream:
        try:
            for event in stream:
                if event.type == "input_json":
                    inputs[-1] += event.partial_json
                elif event.type == "content_block_stop": inputs.append("")
                elif event.type == "message_stop": break
            else:
                raise EOFError("the stream ended without message_stop")
            message = stream.current_message_snapshot
            last = message.content[-1].type if message.content else ""
            if last == "tool_use" != message.stop_reason:
                raise RuntimeError("cut call", message.stop_reason, message)
            for said in filter(None, inputs):  # int refuses NaN
                if type(json.loads(said, parse_constant=int)) is not dict:
                    raise ValueError("a tool's input is not a JSON object")
            return message
        except ValueError:  # an input that is no JSON object
            if tries < 2: raise
    sent = {"extra_body": json.loads(stream.response.request.read())}
    return ask_for_calls(client, {**request, **sent}, tries - 1)
