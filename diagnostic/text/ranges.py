"""Ranges of a text, and where they end."""

from __future__ import annotations

from typing import AnyStr

Range = tuple[int, int]
# Replaces each byte of an existing mask, so that no match crosses it.
BARRIER = b"\x01"


def find_or_end(data: AnyStr, mark: AnyStr, start: int, stop: int | None = None) -> int:
    """Where `mark` begins between `start` and `stop`, else `stop`, or the end of a text that is shorter."""
    stop = len(data) if stop is None else min(len(data), stop)
    at = data.find(mark, start, stop)
    return at if at >= 0 else stop
