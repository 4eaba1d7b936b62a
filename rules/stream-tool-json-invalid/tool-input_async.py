import json

async def ask_for_calls(client, request, tries=2):  # each is billed
    inputs = {}  # of each block
    async with client.messages.stream(**request) as stream:
        try:
            async for event in stream:
                if event.type == "content_block_delta":
                    part = getattr(event.delta, "partial_json", "")
                    inputs[event.index] = inputs.get(event.index, "") + part
                elif event.type == "message_stop": break
            else:
                raise EOFError("the stream ended without message_stop")
            message = stream.current_message_snapshot
            last = message.content[-1].type if message.content else ""
            if last == "tool_use" != message.stop_reason:
                raise RuntimeError("cut call", message.stop_reason, message)
            for said in filter(None, inputs.values()):  # int refuses NaN
                if type(json.loads(said, parse_constant=int)) is not dict:
                    raise ValueError("a tool's input is not a JSON object")
            return message
        except ValueError:  # an input that is no JSON object
            if tries < 2: raise
    sent = {"extra_body": json.loads(stream.response.request.read())}
    return await ask_for_calls(client, {**request, **sent}, tries - 1)
