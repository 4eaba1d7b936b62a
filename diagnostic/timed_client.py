"""The SDK's own HTTP client, with the arrival of each piece of an answer timed: what doctor and the second
opinion share.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import anthropic

# The class below the SDK's own HTTP client says which library it brought: httpx, or httpx2 since 1.0.
HTTP = anthropic.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]
http: Any = import_module(HTTP)


class OversizedError(Exception):
    """More came than any answer has."""


class ChunkTimer:
    """When pieces of the answer arrived: the longest silence, and an end to streams that have none."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, seconds: float, most_bytes: float = float("inf")) -> None:
        """Counts anew; with seconds, an answer that is still coming after them is abandoned, and so is one
        of too many bytes.
        """
        self._left = most_bytes
        self._began = self._last = time.monotonic()
        self._seconds = seconds
        self.longest = 0.0
        self.head = ""
        self.body = b""

    def mark(self, piece: bytes) -> None:
        """A piece has come."""
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.body = self.body or piece
        self._left -= len(piece)
        if self._left < 0:
            raise OversizedError
        if self._seconds and now - self._began > self._seconds:
            raise TimeoutError

    def watch(self, response: Any) -> None:
        """Times the pieces of this response; the SDK itself would not show pings."""
        self.head = show_head(response)
        response.stream = _Timed(response.stream, self)


class _Timed(http.SyncByteStream):
    def __init__(self, stream: Any, arrivals: ChunkTimer) -> None:
        self._stream = stream
        self._arrivals = arrivals

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            self._arrivals.mark(piece)
            yield piece

    def close(self) -> None:
        self._stream.close()


def show_head(response: Any) -> str:
    """Status line and type, as curl shows them."""
    return (
        f"HTTP/1.1 {response.status_code} {response.reason_phrase}\ncontent-type:"
        f" {response.headers.get('content-type', '')}\n"
    )
