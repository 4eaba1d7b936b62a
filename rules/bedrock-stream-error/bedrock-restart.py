import random, time
import anthropic
# What passes; a validationException comes back with each try.
PASSING = "modelStream", "internalServer", "modelTimeout", "serviceUnavail"
def listed(x):  # it is sent again, and a generator can be read only once
    many = isinstance(x, (list, tuple)) or hasattr(x, "__next__")
    return ({k: listed(v) for k, v in x.items()} if isinstance(x, dict) else
            [*map(listed, x)] if many and not hasattr(x, "read") else x)
def whole_answer(client, request, limit=1800):
    request, end = listed(request), time.monotonic() + limit  # in seconds
    for attempt in 1, 2, 3, 4:  # each is billed
        try:  # nothing of a broken try is shown
            with client.messages.stream(**request) as stream:
                if not any(event.type == "message_stop" for event in stream):
                    raise RuntimeError("the stream ended before message_stop")
                return stream.current_message_snapshot
        except anthropic.APIStatusError as error:
            # Before the stream (status 400 and more) the SDK has retried.
            late = attempt == 4 or time.monotonic() > end
            if error.status_code >= 400 or late:
                raise
            if not any(name in str(error) for name in PASSING):
                raise
        time.sleep(random.uniform(1, 2) * 2**attempt)
