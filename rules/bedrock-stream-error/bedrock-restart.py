import random
import time

import anthropic

# What passes; a validationException comes back with each try.
PASSING = "modelStream", "internalServer", "modelTimeout", "serviceUnavail"
def whole_answer(client, request, limit=1800):
    end = time.monotonic() + limit  # seconds; no try begins after them
    request = {k: [*v] if hasattr(v, "__next__") else v  # to send again
               for k, v in request.items()}
    for attempt in 1, 2, 3, 4:  # each is billed, and reads each list again
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
