"""A request that was answered -> one JSON line on standard output: what was asked of which route, never
what was sent.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from queue import Full, Queue
from threading import Thread

import msgspec

_STDOUT = 1
# Lines that may wait for a slow or full disk; after that they are dropped, since answers come first.
_ROOM = 10_000
_BATCH = 200
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"))


class Line(msgspec.Struct, frozen=True):
    """One line. The route is the template, such as /causes/<id>: an address may hold a text."""

    time: str
    method: str
    route: str | None
    status: int
    bytes: int
    ms: float
    request_id: str


def known_method(method: str) -> str:
    """The method, or OTHER: a made-up one is a client's own text."""
    return method if method in _METHODS else "OTHER"


class AccessLog:
    """Lines are written by their own thread, so that no request waits for the disk."""

    def __init__(self, file: int = _STDOUT) -> None:
        self._file, self._encode = file, msgspec.json.Encoder().encode
        self._waiting: Queue[Line | None] = Queue(_ROOM)
        self._writer = Thread(target=self._write, daemon=True)
        self._writer.start()

    def add(
        self, method: str, route: str | None, status: int, size: int, seconds: float, request_id: str
    ) -> None:
        """Takes note of an answer."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with suppress(Full):
            self._waiting.put_nowait(
                Line(now, method, route, status, size, round(seconds * 1000, 1), request_id)
            )

    def close(self) -> None:
        """Flushes pending lines; abandons a log that is blocked."""
        try:
            self._waiting.put_nowait(None)
        except Full:
            return
        self._writer.join(2)

    def _write(self) -> None:
        ended = False
        while not ended:
            lines = [self._waiting.get()]
            while len(lines) < _BATCH and not self._waiting.empty():
                lines.append(self._waiting.get())
            ended = None in lines
            data = b"".join(self._encode(line) + b"\n" for line in lines if line is not None)
            try:
                while data:
                    data = data[os.write(self._file, data) :]
            except OSError:
                # The disk is full or the reader gone: these lines are lost, and the next may not be.
                continue
