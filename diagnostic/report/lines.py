"""Parts of a text in bytes: what is before a place, where its line begins and ends, what is blanked."""

from __future__ import annotations

from diagnostic.report.facts import Place


def blank(data: bytes, places: list[Place]) -> bytes:
    """The text with spaces at these places, which may overlap; line breaks stay."""
    parts: list[bytes] = []
    at = 0
    for start, end in sorted(places):
        start, end = max(start, at), max(end, at)
        parts += [data[at:start], b"\n".join(b" " * len(line) for line in data[start:end].split(b"\n"))]
        at = end
    return b"".join([*parts, data[at:]]) if parts else data


def take_before(data: bytes, at: int, max_bytes: int) -> bytes:
    """At most so many bytes before a place."""
    return data[max(0, at - max_bytes) : at]


def line_of(data: bytes, start: int, end: int) -> Place:
    """The whole lines of a place."""
    return data.rfind(b"\n", 0, start) + 1, find_line_end(data, end)


def find_line_start(data: bytes, at: int, max_bytes: int) -> int:
    """Where the line of a place begins, or `max_bytes` before the place if it begins further away."""
    least = max(0, at - max_bytes)
    found = data.rfind(b"\n", least, at)
    return least if found < 0 else found + 1


def find_line_end(data: bytes, at: int, max_bytes: int | None = None) -> int:
    """Where the line of a place ends, or `max_bytes` after the place if it ends further away."""
    most = len(data) if max_bytes is None else min(len(data), at + max_bytes)
    found = data.find(b"\n", at, most)
    return most if found < 0 else found
