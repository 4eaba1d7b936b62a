"""Asks again after errors that pass, with jittered back-off that honours retry-after, a bounded number of times."""

import random
import time

import anthropic

client = anthropic.Anthropic(max_retries=0)  # this loop is the only one that retries
ATTEMPTS = 6


# fix:begin
def wait_before(attempt: int, error: anthropic.APIError) -> float:
    """Seconds to wait: what the server asks for, else a random part of a doubling back-off."""
    if isinstance(error, anthropic.APIStatusError):
        try:
            return float(error.response.headers.get("retry-after", "")) + random.uniform(0, 1)
        except ValueError:
            pass  # none, or the date of a gateway
    return random.uniform(0.5, 1) * min(2**attempt, 60)


def ask() -> anthropic.types.Message:
    """One answer; each attempt that reaches a model is billed."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return client.messages.create(
                model="claude-sonnet-4-6", max_tokens=1024, messages=[{"role": "user", "content": "Say hello."}]
            )
        except (anthropic.APIStatusError, anthropic.APIConnectionError) as error:
            # The status number is the same in every version; the class of a 529 is not.
            passing = not isinstance(error, anthropic.APIStatusError) or error.status_code in (408, 409, 429) or error.status_code >= 500
            if attempt == ATTEMPTS or not passing:
                raise
            wait = wait_before(attempt, error)
            if wait > 300:
                raise  # nobody waits that long: let the caller put the work off
            time.sleep(wait)
    raise AssertionError("unreachable")
# fix:end


for block in ask().content:
    if block.type == "text":
        print(block.text)
