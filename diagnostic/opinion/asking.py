"""Prompt -> events: pieces of Claude's answer, restarts, an end. One loop retries, as `rules/_shared`
advises, and all of it is bounded.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from time import monotonic, sleep

import anthropic
from anthropic.types import MessageParam

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.opinion.events import Event, Failed, Piece, Problem, Restart, Whole
from diagnostic.opinion.prompt import Prompt
from diagnostic.text import MaskingError
from diagnostic.timed_client import ChunkTimer, OversizedError, http

ATTEMPTS = 4
# The text masked here goes to the address that was configured and to no other, and a stream without end is
# cut here.
MOST_BYTES = 4 << 20
MAX_TOKENS = 1500
# Pings come more often while a model works.
SILENCE_SECONDS = 30.0
# Proxies end a response that is silent for a minute, and nobody looks at a page that long.
LONGEST_WAIT = 30.0
# Not in the line that raises: a traceback shows it, and the rules would read both.
_CUT, _EMPTY = "the stream ended without message_stop", "request ended without sending any chunks"
_PASSING = ("overloaded_error", "api_error", "timeout_error", "rate_limit_error")


class StreamLost(Exception):
    """The stream ended without message_stop; the SDK raises nothing then."""


def ask(
    prompt: Prompt, model: str, seconds: float, key: str | None, take: Callable[[], str | None]
) -> Generator[Event, None, None]:
    """Asks until an answer is whole; `take` counts each call, or says why there may be none. Closing it hangs
    up.

    Time is looked at whenever something arrives, so silence may add its own limit to `seconds`.
    """
    arrivals = ChunkTimer()
    deadline = monotonic() + seconds
    try:
        # Without a key the SDK looks for credentials where it always does.
        # Each attempt has its own connection: one that the server has closed meanwhile would fail the
        # next.
        fresh = http.Limits(max_keepalive_connections=0)
        web = anthropic.DefaultHttpxClient(
            limits=fresh, event_hooks={"response": [arrivals.watch]}, follow_redirects=False
        )
        client = anthropic.Anthropic(api_key=key, max_retries=0, http_client=web)
    except Exception as error:
        yield Failed(explain(error))
        return
    with client:
        for attempt in range(1, ATTEMPTS + 1):
            if refusal := take():
                yield Failed(Problem(refusal))
                return
            left = max(deadline - monotonic(), 0.001)
            arrivals.begin(left, MOST_BYTES)
            silence = min(SILENCE_SECONDS, left)
            try:
                end = yield from _stream(client.with_options(timeout=silence), prompt, model)
            except TimeoutError:
                yield Failed(Problem(f"The answer was not whole after {seconds:g} seconds."))
                return
            except OversizedError:
                yield Failed(Problem("The answer was larger than any answer to this question is."))
                return
            except Exception as error:
                wait = _wait_before(attempt, error)
                # The first comparison is false for what is not a number, too.
                if (
                    not wait <= min(LONGEST_WAIT, deadline - monotonic())
                    or attempt == ATTEMPTS
                    or not _passes(error)
                ):
                    yield Failed(explain(error))
                    return
                yield Restart(explain(error), wait)
                sleep(wait)
            else:
                yield end
                return


def _stream(
    client: anthropic.Anthropic, prompt: Prompt, model: str
) -> Generator[Piece, None, Whole | Failed]:
    """One whole answer, or an exception; only message_stop proves that it is whole."""
    stop_reason, begun, complete, said = None, False, False, False
    question: MessageParam = {"role": "user", "content": prompt.user}
    try:
        with client.messages.stream(
            model=model, max_tokens=MAX_TOKENS, system=prompt.system, messages=[question]
        ) as stream:  # type: ignore[list-item]
            for event in stream:
                begun = True
                if event.type == "text":
                    said = said or bool(event.text.strip())
                    yield Piece(event.text)
                elif event.type == "message_delta":
                    stop_reason = event.delta.stop_reason
                complete = complete or event.type == "message_stop"
    except Exception:
        if not complete:  # cut after message_stop: nothing is missing
            raise
    if not complete:
        raise StreamLost(_CUT if begun else _EMPTY)
    if stop_reason == "refusal":
        return Failed(_known("response-refused"))
    return Whole(stop_reason == "max_tokens") if said else Failed(_known("empty-content"))


def _passes(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    if isinstance(error, anthropic.APIStatusError):
        if error.status_code == 200:  # an error event inside the stream
            return any(kind in str(error.body) for kind in _PASSING)
        return error.status_code in (408, 409, 429) or error.status_code >= 500
    # After the headers the SDK wraps nothing: a broken event is a ValueError, an empty stream an
    # AssertionError.
    passing = (
        anthropic.APIConnectionError,
        http.HTTPError,
        http.StreamError,
        StreamLost,
        ValueError,
        AssertionError,
    )
    return isinstance(error, passing)


def _wait_before(attempt: int, error: Exception) -> float:
    """Seconds to wait: what the server asks for, else a random part of a doubling back-off."""
    if isinstance(error, anthropic.APIStatusError):
        try:
            return max(float(error.response.headers.get("retry-after", "")), 0) + random.uniform(0, 1)  # noqa: S311
        except ValueError:
            pass  # none, or the date of a gateway
    return random.uniform(0.5, 1) * 2**attempt  # noqa: S311 - jitter is not a secret


def explain(error: Exception) -> Problem:
    """What our own rules say of our own error."""
    try:
        found = diagnose(error).findings
    except MaskingError:
        found = ()
    if found:
        return Problem(found[0].headline, found[0].cause.id)
    return Problem(f"Asking failed with {type(error).__name__}, which no rule explains.")


def _known(id: str) -> Problem:
    return Problem(rulebook().causes[id].title, id)
