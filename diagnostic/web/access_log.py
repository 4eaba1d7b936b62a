"""Access log: one JSON line per response on standard output, with the route but never any content."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from queue import Full, Queue
from threading import Thread

import msgspec

_STDOUT = 1
# Lines that may wait for a slow or full disk; more are dropped, because responses come first.
_MAX_PENDING_LINES = 10_000
_BATCH = 200
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"))


class LogLine(msgspec.Struct, frozen=True):
    """One line. The route is its template, such as /causes/<id>, because an address may contain user text."""

    time: str
    method: str
    route: str | None
    status: int
    bytes: int
    ms: float
    request_id: str


def known_method(method: str) -> str:
    """The method, or OTHER: an invented method is user text."""
    return method if method in _METHODS else "OTHER"


class AccessLog:
    """Writes lines in its own thread, so that no request waits for the disk."""

    def __init__(self, file: int = _STDOUT) -> None:
        self._file, self._encode = file, msgspec.json.Encoder().encode
        self._pending: Queue[LogLine | None] = Queue(_MAX_PENDING_LINES)
        self._writer = Thread(target=self._write, daemon=True)
        self._writer.start()

    def add(
        self, method: str, route: str | None, status: int, size: int, seconds: float, request_id: str
    ) -> None:
        """Queues the line of a response."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with suppress(Full):
            self._pending.put_nowait(
                LogLine(now, method, route, status, size, round(seconds * 1000, 1), request_id)
            )

    def close(self) -> None:
        """Flushes pending lines; abandons a log that is blocked."""
        try:
            self._pending.put_nowait(None)
        except Full:
            return
        self._writer.join(2)

    def _write(self) -> None:
        ended = False
        while not ended:
            lines = [self._pending.get()]
            while len(lines) < _BATCH and not self._pending.empty():
                lines.append(self._pending.get())
            ended = None in lines
            data = b"".join(self._encode(line) + b"\n" for line in lines if line is not None)
            try:
                while data:
                    data = data[os.write(self._file, data) :]
            except OSError:
                # The disk is full or the reader is gone: these lines are lost, but later ones may succeed.
                continue
