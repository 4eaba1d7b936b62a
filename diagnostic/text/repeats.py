"""Finds further occurrences of keys that were recognised by a name: in a quoted line, a trace or a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diagnostic.text.kinds import INDEX
from diagnostic.text.setting_values import looks_like_password

_FOUND_BY_NAME = frozenset(INDEX[kind] for kind in ("secret", "header-key", "credential"))
_MAX_VALUES = 50
_MIN_LENGTH, _MAX_LENGTH = 12, 400


def find_repeats(text: str, secrets: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, end and kind of every occurrence of those `secrets` that look like a key and occur more than
    once.
    """
    values: dict[str, int] = {}
    for start, end, kind in secrets:
        if kind in _FOUND_BY_NAME and _MIN_LENGTH <= end - start <= _MAX_LENGTH and len(values) < _MAX_VALUES:
            values.setdefault(text[start:end], kind)
    for value, kind in values.items():
        at = text.find(value)
        if text.find(value, at + 1) < 0 or not looks_like_password(value.encode()):
            continue
        while at >= 0:
            yield at, at + len(value), kind
            at = text.find(value, at + len(value))
