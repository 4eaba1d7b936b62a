"""The SDK's own HTTP client with timed chunks, shared by doctor and the second opinion."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import anthropic

# The base class of the SDK's HTTP client shows which library it uses: httpx, or httpx2 since 1.0.
HTTP_LIBRARY = anthropic.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]
http: Any = import_module(HTTP_LIBRARY)


class OversizedError(Exception):
    """The response is larger than any valid answer."""


class ChunkTimer:
    """Times the chunks of a response: records the longest gap between them, and aborts endless streams."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, seconds: float, max_bytes: float = float("inf")) -> None:
        """Resets the timer for a response, which may take `seconds` (0: any time) and have `max_bytes`."""
        self._left = max_bytes
        self._began = self._last = time.monotonic()
        self._seconds = seconds
        self.longest_silence = 0.0
        self.head = ""
        self.body = b""

    def mark(self, piece: bytes) -> None:
        """Records a chunk. Raises OversizedError or TimeoutError if the response exceeds its limits."""
        now = time.monotonic()
        self.longest_silence, self._last = max(self.longest_silence, now - self._last), now
        self.body = self.body or piece
        self._left -= len(piece)
        if self._left < 0:
            raise OversizedError
        if self._seconds and now - self._began > self._seconds:
            raise TimeoutError

    def watch(self, response: Any) -> None:
        """Times the chunks of this response below the SDK, which would not show pings."""
        self.head = format_head(response)
        response.stream = _TimedStream(response.stream, self)


class _TimedStream(http.SyncByteStream):
    def __init__(self, stream: Any, timer: ChunkTimer) -> None:
        self._stream = stream
        self._timer = timer

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            self._timer.mark(piece)
            yield piece

    def close(self) -> None:
        self._stream.close()


def format_head(response: Any) -> str:
    """Status line and content type, as curl prints them."""
    return (
        f"HTTP/1.1 {response.status_code} {response.reason_phrase}\ncontent-type:"
        f" {response.headers.get('content-type', '')}\n"
    )
