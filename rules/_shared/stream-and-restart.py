"""Streams an answer; starts again, a few times, when the stream breaks after it began."""

import random
import time

import anthropic

client = anthropic.Anthropic(max_retries=4)  # before the first byte the SDK retries, and honours retry-after
QUESTION = "Say hello."
ATTEMPTS = 4
PASSING = ("overloaded_error", "api_error", "timeout_error", "rate_limit_error")


# fix:begin
class StreamLost(Exception):
    """The stream began and broke: the SDK neither wraps nor retries this."""


def stream_once() -> str:
    """One whole answer, or StreamLost. Only message_stop proves that an answer is whole."""
    text, complete = "", False
    try:
        with client.messages.stream(
            model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": QUESTION}]
        ) as stream:
            for event in stream:
                if event.type == "text":
                    text += event.text
                    print(event.text, end="", flush=True)
                complete = complete or event.type == "message_stop"
    except anthropic.APIStatusError as error:
        # Status 200: an error event inside the stream. Any other status came before it, and the SDK has retried it.
        if error.status_code != 200 or not any(kind in str(error.body) for kind in PASSING):
            raise
        raise StreamLost(str(error)) from error
    except Exception as error:
        # httpx.* up to 0.x, httpx2.* from 1.0; a broken event is a ValueError; an empty stream an AssertionError.
        if not type(error).__module__.startswith("httpx") and not isinstance(error, (ValueError, AssertionError)):
            raise
        if complete:
            return text  # cut after message_stop: nothing is missing
        raise StreamLost(f"{type(error).__name__}: {error}") from error
    if not complete:
        raise StreamLost("the stream ended without message_stop")
    return text


def ask() -> str:
    """Each new attempt is a new, billed generation: its text may differ, so the old one is given up visibly."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return stream_once()
        except StreamLost as lost:
            if attempt == ATTEMPTS:
                raise
            wait = random.uniform(0.5, 1) * min(2**attempt, 30)
            print(f"\n[{lost}; starting again in {wait:.0f} s]", flush=True)
            time.sleep(wait)
    raise AssertionError("unreachable")
# fix:end


ask()
print()
