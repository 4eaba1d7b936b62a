import json, random, time
import anthropic

# What passes; a validationException comes back with each try.
PASSING = ("modelStream", "internalServer", "modelTimeout", "serviceUnavail",
           "throttling")

def whole_answer(client, request, limit=1800):
    end = time.monotonic() + limit  # in seconds
    for left in 3, 2, 1, 0:  # each try is billed
        try:  # nothing of a broken try is shown
            with client.messages.stream(**request) as stream:
                if not any(event.type == "message_stop" for event in stream):
                    raise RuntimeError("the stream ended before message_stop")
                return stream.current_message_snapshot
        except anthropic.APIStatusError as error:
            # Before the stream (status 400 and more) the SDK has retried.
            passes = any(name in str(error) for name in PASSING)
            late = not left or time.monotonic() > end
            if error.status_code >= 400 or late or not passes:
                raise
            sent = json.loads(error.request.read())  # files are read once
            request = {**request, "extra_body": sent}
        time.sleep(random.uniform(1, 2) * 2 ** (4 - left))
