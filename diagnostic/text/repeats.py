"""Keys that a name gave away -> their other places, where no name does: the line that an error quotes, a
trace, a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from diagnostic.text.kinds import INDEX
from diagnostic.text.setting_values import is_strong

_TOLD_BY_NAME = frozenset(INDEX[kind] for kind in ("secret", "header-key", "credential"))
_MOST = 50
_SHORTEST, _LONGEST = 12, 400


def find_again(text: str, secrets: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, end and kind of each place of a value that looks like a key and is a secret elsewhere."""
    values: dict[str, int] = {}
    for start, end, kind in secrets:
        if kind in _TOLD_BY_NAME and _SHORTEST <= end - start <= _LONGEST and len(values) < _MOST:
            values.setdefault(text[start:end], kind)
    for value, kind in values.items():
        at = text.find(value)
        if text.find(value, at + 1) < 0 or not is_strong(value.encode()):
            continue
        while at >= 0:
            yield at, at + len(value), kind
            at = text.find(value, at + len(value))
