"""A compiled RE2 pattern -> its methods without the layers of re2's own Python, which cost more than most
searches.

It reaches into the package: `is_as_known` says whether what it needs is there and does what re2 itself does;
if it is not, or the text is neither bytes nor ASCII, re2's own methods answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import re2

try:
    _OwnMatch: Any = re2._Match  # pyright: ignore
    _ANCHOR: Any = re2._re2.RE2.Anchor  # pyright: ignore
except AttributeError:  # another version has it elsewhere
    _OwnMatch, _ANCHOR = object, None


class Found(_OwnMatch):
    """Where a pattern fits; what is not defined here, re2's own match does."""

    __slots__ = ()

    def __init__(self, regexp: Any, text: bytes | str, spans: list[tuple[int, int]]) -> None:
        self._regexp, self._text, self._spans = regexp, text, spans

    def span(self, group: int = 0) -> tuple[int, int]:
        """Where a group begins and ends; -1 and -1 if it took no part."""
        return self._spans[group]

    def start(self, group: int = 0) -> int:
        """Where a group begins."""
        return self._spans[group][0]

    def end(self, group: int = 0) -> int:
        """Where a group ends."""
        return self._spans[group][1]

    def group(self, *groups: Any) -> Any:
        """What a group holds, or a tuple for several; None for one that took no part."""
        if len(groups) > 1 or (groups and type(groups[0]) is not int):
            return super().group(*groups)
        start, end = self._spans[groups[0] if groups else 0]
        return None if start < 0 else self._text[start:end]

    @property
    def lastindex(self) -> int | None:
        """The group that ends last; of several, the outermost."""
        last, most = None, -1
        for number, (_, end) in enumerate(self._spans):
            if end > most and number:
                last, most = number, end
        return last


def _as_ascii(text: Any) -> bytes | None:
    """The same with the same positions; None if there are no such bytes."""
    return text.encode() if type(text) is str and text.isascii() else None


def one_finder(regexp: Any, kind: str) -> Callable[..., Any]:
    """Its `search`, `match` or `fullmatch`: (text, start, end) -> the place, or None."""
    slow = getattr(regexp, kind)
    if not is_as_known():
        return slow
    anchor = {"search": _ANCHOR.UNANCHORED, "match": _ANCHOR.ANCHOR_START, "fullmatch": _ANCHOR.ANCHOR_BOTH}[
        kind
    ]
    match = regexp._regexp.Match

    def find(text: Any, start: int = 0, end: int | None = None) -> Any:
        data = text if type(text) is bytes else _as_ascii(text)
        if data is None or start < 0:
            return slow(text, start, end)
        size = len(data)
        if end is None or end > size:
            end = size
        if start > end:  # what lies beyond the end is the end
            if end < size:
                return None
            start = size
        spans = match(anchor, data, start, end)
        return None if spans[0][0] < 0 else Found(regexp, text, spans)

    return find


def all_finder(regexp: Any) -> Callable[..., Iterator[Any]]:
    """Its `finditer`: (text, start, end) -> every place, in order."""
    slow = regexp.finditer
    if not is_as_known():
        return slow
    match, anchor = regexp._regexp.Match, _ANCHOR.UNANCHORED

    def find(text: Any, start: int = 0, end: int | None = None) -> Iterator[Any]:
        data = text if type(text) is bytes else _as_ascii(text)
        if data is None or start < 0:
            yield from slow(text, start, end)
            return
        size = len(data)
        if end is None or end > size:
            end = size
        if start > size:
            start = size
        while start <= end:
            spans = match(anchor, data, start, end)
            if spans[0][0] < 0:
                return
            yield Found(regexp, text, spans)
            # An empty match alone does not move the search on.
            start = spans[0][1] if spans[0][1] > start else start + 1

    return find


def _compare() -> bool:
    regexp, text = re2.compile(rb"(?P<a>a)|(b)(c)?"), b"xbcab"
    own = [(found.span(), found.groups(), found.lastindex) for found in regexp.finditer(text)]
    match, spans, at = regexp._regexp.Match, [], 0  # pyright: ignore
    while (found := match(_ANCHOR.UNANCHORED, text, at, len(text)))[0][0] >= 0:
        spans.append(Found(regexp, text, found))
        at = found[0][1]
    return own == [(found.span(), found.groups(), found.lastindex) for found in spans]


_known: bool | None = None


def is_as_known() -> bool:
    """Is re2 made as this module expects?"""
    global _known
    if _known is None:
        try:
            _known = _ANCHOR is not None and _compare()
        except (AttributeError, TypeError, ValueError, IndexError):
            _known = False
    return _known
