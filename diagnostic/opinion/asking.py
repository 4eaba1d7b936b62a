"""Prompt -> events: chunks of Claude's answer, restarts, an end. A single loop retries, as `rules/_shared`
advises; time, size and attempts are limited.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from time import monotonic, sleep

import anthropic
from anthropic.types import MessageParam

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.opinion.events import Completed, Event, Failed, Problem, Restarted, TextDelta
from diagnostic.opinion.prompt import Prompt
from diagnostic.text import MaskingError
from diagnostic.timed_client import ChunkTimer, OversizedError, http

ATTEMPTS = 4
# The redacted text is sent to the configured address only, and an endless stream is cut at this size.
MAX_BYTES = 4 << 20
MAX_TOKENS = 1500
# While a model works, the API sends pings more often than this.
SILENCE_SECONDS = 30.0
# Proxies end a response after a minute of silence, and nobody waits for a page that long.
MAX_WAIT_SECONDS = 30.0
# Not on the line that raises: tracebacks show that line, and the rules would match both messages.
_CUT, _EMPTY = "the stream ended without message_stop", "request ended without sending any chunks"
_TRANSIENT_TYPES = ("overloaded_error", "api_error", "timeout_error", "rate_limit_error")


class StreamLost(Exception):
    """The stream ended without message_stop, for which the SDK raises nothing."""


def ask(
    prompt: Prompt, model: str, seconds: float, key: str | None, reserve_call: Callable[[], str | None]
) -> Generator[Event, None, None]:
    """Retries until an answer is complete. `reserve_call` counts each attempt, or returns why it is not
    allowed. Closing the generator cancels the request.

    The time limit is checked when something arrives, so a silence may add its own limit to `seconds`.
    """
    chunk_timer = ChunkTimer()
    deadline = monotonic() + seconds
    try:
        client = _make_client(key, chunk_timer)
    except Exception as error:
        yield Failed(explain(error))
        return
    with client:
        for attempt in range(1, ATTEMPTS + 1):
            if refusal := reserve_call():
                yield Failed(Problem(refusal))
                return
            left = max(deadline - monotonic(), 0.001)
            chunk_timer.begin(left, MAX_BYTES)
            silence = min(SILENCE_SECONDS, left)
            try:
                end = yield from _stream(client.with_options(timeout=silence), prompt, model)
            except TimeoutError:
                yield Failed(Problem(f"The answer was not complete after {seconds:g} s."))
                return
            except OversizedError:
                yield Failed(Problem("The answer was too large."))
                return
            except Exception as error:
                wait = _wait_before(attempt, error)
                # `not <=` instead of `>`, so that NaN fails too.
                if (
                    not wait <= min(MAX_WAIT_SECONDS, deadline - monotonic())
                    or attempt == ATTEMPTS
                    or not _is_transient(error)
                ):
                    yield Failed(explain(error))
                    return
                yield Restarted(explain(error), wait)
                sleep(wait)
            else:
                yield end
                return


def _make_client(key: str | None, chunk_timer: ChunkTimer) -> anthropic.Anthropic:
    """A client without retries; without a key, the SDK finds credentials as usual."""
    # Each attempt opens its own connection, because reusing one that the server has closed would fail.
    fresh = http.Limits(max_keepalive_connections=0)
    web = anthropic.DefaultHttpxClient(
        limits=fresh, event_hooks={"response": [chunk_timer.watch]}, follow_redirects=False
    )
    return anthropic.Anthropic(api_key=key, max_retries=0, http_client=web)


def _stream(
    client: anthropic.Anthropic, prompt: Prompt, model: str
) -> Generator[TextDelta, None, Completed | Failed]:
    """One complete answer, or an exception; only message_stop proves that it is complete."""
    stop_reason, has_begun, is_complete, has_text = None, False, False, False
    question: MessageParam = {"role": "user", "content": prompt.user}
    try:
        with client.messages.stream(
            model=model, max_tokens=MAX_TOKENS, system=prompt.system, messages=[question]
        ) as stream:  # type: ignore[list-item]
            for event in stream:
                has_begun = True
                if event.type == "text":
                    has_text = has_text or bool(event.text.strip())
                    yield TextDelta(event.text)
                elif event.type == "message_delta":
                    stop_reason = event.delta.stop_reason
                is_complete = is_complete or event.type == "message_stop"
    except Exception:
        if not is_complete:  # nothing is missing after message_stop
            raise
    if not is_complete:
        raise StreamLost(_CUT if has_begun else _EMPTY)
    if stop_reason == "refusal":
        return Failed(_problem_of("response-refused"))
    return Completed(stop_reason == "max_tokens") if has_text else Failed(_problem_of("empty-content"))


def _is_transient(error: Exception) -> bool:
    """Whether the same request may succeed later."""
    if isinstance(error, anthropic.APIStatusError):
        if error.status_code == 200:  # an error event in the stream
            return any(kind in str(error.body) for kind in _TRANSIENT_TYPES)
        return error.status_code in (408, 409, 429) or error.status_code >= 500
    # After the headers, the SDK wraps no errors: a broken event is a ValueError, an empty stream an
    # AssertionError.
    transient = (
        anthropic.APIConnectionError,
        http.HTTPError,
        http.StreamError,
        StreamLost,
        ValueError,
        AssertionError,
    )
    return isinstance(error, transient)


def _wait_before(attempt: int, error: Exception) -> float:
    """Seconds to wait: the server's retry-after, else exponential backoff with jitter."""
    if isinstance(error, anthropic.APIStatusError):
        try:
            return max(float(error.response.headers.get("retry-after", "")), 0) + random.uniform(0, 1)  # noqa: S311
        except ValueError:
            pass  # missing, or a date from a gateway
    return random.uniform(0.5, 1) * 2**attempt  # noqa: S311 - jitter is not a secret


def explain(error: Exception) -> Problem:
    """Diagnoses an error of the second opinion's request with the project's rules."""
    try:
        found = diagnose(error).findings
    except MaskingError:
        found = ()
    if found:
        return Problem(found[0].headline, found[0].cause.id)
    return Problem(f"Asking failed with {type(error).__name__}, which no rule explains.")


def _problem_of(id: str) -> Problem:
    return Problem(rulebook().causes[id].title, id)
