"""Every known wrapper × every sentence of the API: which cause comes first in the resulting text."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from diagnostic.diagnosis import diagnose, rulebook
from matrix.sentences import ApiError, api_errors
from matrix.wrappers import Wrapper, wrappers

MISSES = Path(__file__).parent / "misses.jsonl"

# What a bare status shows, where a wrapper prints no more.
_BY_STATUS = {
    400: "invalid-request",
    401: "invalid-api-key",
    402: "billing-error",
    403: "permission-denied",
    404: "endpoint-not-found",
    409: "conflict",
    413: "request-too-large",
    429: "rate-limit",
    500: "internal-server-error",
    503: "service-unavailable",
    504: "gateway-timeout",
    529: "overloaded",
}


class Miss(msgspec.Struct, frozen=True, order=True):
    """A pair for which another cause comes first, or none ("-"), and why."""

    wrapper: str
    sentence: str
    got: str
    reason: str


def load_misses() -> tuple[Miss, ...]:
    """The misses that are known, sorted."""
    decoder = msgspec.json.Decoder(Miss)
    return tuple(decoder.decode(line) for line in MISSES.read_bytes().splitlines())


def pairs(one_in: int = 1) -> Iterator[tuple[Wrapper, ApiError]]:
    """Every pair, or always the same one in so many of them.

    An error that its code alone tells apart is no test of a wrapper that drops the code.
    """
    errors = tuple(error for error in api_errors() if _is_whole(error))
    for wrapper in wrappers():
        for error in errors:
            is_left_out = error.code and "{body" not in wrapper.template
            if not is_left_out and zlib.crc32(f"{wrapper.name} {error.name}".encode()) % one_in == 0:
                yield wrapper, error


def find_first(wrapper: Wrapper, error: ApiError) -> str:
    """The first cause of the wrapped error, "-" for none."""
    findings = diagnose(wrapper.wrap(error)).findings
    return findings[0].cause.id if findings else "-"


def is_right(wrapper: Wrapper, error: ApiError, got: str) -> bool:
    """The cause itself; where the wrapper hides the message also the broader one, and what the status
    shows.
    """
    hidden = (
        {rulebook().causes[error.cause].broader, _BY_STATUS.get(error.status)}
        if wrapper.hides_message
        else set()
    )
    return got in {error.cause, *hidden}


def _is_whole(error: ApiError) -> bool:
    """Does the error, as the Python SDK prints it, mean what its example says? Else the example rests on
    more than it.
    """
    plain = next(wrapper for wrapper in wrappers() if wrapper.name == "python-sdk")
    return find_first(plain, error) == error.cause
