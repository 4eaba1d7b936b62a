"""Fast search methods for a compiled RE2 pattern, without re2's Python wrappers, which cost more than most
searches.

They use private parts of the package. `has_known_internals` checks that these exist and give the same results
as re2; if not, or if the text is neither bytes nor ASCII, re2's own methods are used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import re2

try:
    _Re2Match: Any = re2._Match  # pyright: ignore
    _ANCHOR: Any = re2._re2.RE2.Anchor  # pyright: ignore
except AttributeError:  # another version of re2 has other names
    _Re2Match, _ANCHOR = object, None

_MAX_TRIED = 2048  # bytes: in longer texts an automaton takes less time


class ThinMatch(msgspec.Struct, gc=False):
    """A match; attributes that are not defined here come from re2's own match."""

    regexp: Any
    text: bytes | str
    spans: list[tuple[int, int]]

    def span(self, group: int = 0) -> tuple[int, int]:
        """Start and end of a group; -1 and -1 if it did not take part in the match."""
        return self.spans[group]

    def start(self, group: int = 0) -> int:
        """Start of a group."""
        return self.spans[group][0]

    def end(self, group: int = 0) -> int:
        """End of a group."""
        return self.spans[group][1]

    def group(self, group: Any = 0, *others: Any) -> Any:
        """The text of a group, or a tuple for several groups; None for one that did not take part."""
        if others or type(group) is not int:
            return self._own_match.group(group, *others)
        start, end = self.spans[group]
        return None if start < 0 else self.text[start:end]

    @property
    def lastindex(self) -> int | None:
        """The group that ends last; if several do, the outermost."""
        last, most = None, -1
        for number, (_, end) in enumerate(self.spans[1:], 1):
            if end > most:
                last, most = number, end
        return last

    def __getitem__(self, group: Any) -> Any:
        return self._own_match[group]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own_match, name)

    @property
    def _own_match(self) -> Any:
        return _Re2Match(self.regexp, self.text, 0, len(self.text), self.spans)


def fast_search(regexp: Any, kind: str) -> Callable[..., Any]:
    """`search`, `match` or `fullmatch` of this pattern: (text, start, end) -> match, or None."""
    slow = getattr(regexp, kind)
    if not has_known_internals():
        return slow
    anchor = {"search": _ANCHOR.UNANCHORED, "match": _ANCHOR.ANCHOR_START, "fullmatch": _ANCHOR.ANCHOR_BOTH}[
        kind
    ]
    match = regexp._regexp.Match

    def find(text: Any, start: int = 0, end: int | None = None) -> Any:
        if type(text) is bytes:
            data = text
        elif type(text) is str and text.isascii():
            data = text.encode()  # has the same offsets
        else:
            return slow(text, start, end)
        size = len(data)
        if end is None:
            end = size
        if start < 0 or start > end or end > size:
            return slow(text, start, end)
        spans = match(anchor, data, start, end)
        return None if spans[0][0] < 0 else ThinMatch(regexp, text, spans)

    return find


def fast_search_of_rare(
    source: bytes, options: Any, search_long: Callable[[], Callable[..., Any]]
) -> Callable[..., Any]:
    """`search` in bytes of a pattern without groups that few texts need; `search_long` gives that for long
    texts.

    RE2 makes states of an automaton for nearly every text that such a pattern meets, which takes most of the
    time of a search. It tries the alternatives instead if the text is short, the pattern is anchored, and a
    group is asked for.
    """
    if not has_known_internals():
        return search_long()
    # Not `.`, which is a whole character: a place may be inside of one.
    regexp: Any = re2.compile(rb"\C*?(" + source + b")", options)
    match, anchor = regexp._regexp.Match, _ANCHOR.ANCHOR_START

    def find(data: bytes, start: int = 0, end: int | None = None) -> Any:
        size = len(data)
        start, end = min(start, size), size if end is None else min(end, size)
        if not 0 <= end - start <= _MAX_TRIED:
            return search_long()(data, start, end)
        spans = match(anchor, data, start, end)[1:]
        return None if spans[0][0] < 0 else ThinMatch(regexp, data, spans)

    return find


def fast_occurs(source: str | bytes, options: Any) -> Callable[[bytes], Any]:
    """Whether bytes contain a match: a list that is empty if not. The automaton of a set of one pattern stops
    there, while a search goes back to find where the match begins.
    """
    found = re2.Set.SearchSet(options)
    found.Add(source)
    found.Compile()
    return getattr(found, "_set", found).Match  # without its Python wrapper


def fast_finditer(regexp: Any) -> Callable[..., Iterator[Any]]:
    """`finditer` of this pattern: (text, start, end) -> all matches, in order."""
    slow = regexp.finditer
    if not has_known_internals():
        return slow
    match, anchor = regexp._regexp.Match, _ANCHOR.UNANCHORED

    def find(text: Any, start: int = 0, end: int | None = None) -> Iterator[Any]:
        data = text.encode() if type(text) is str and text.isascii() else text
        if end is None:
            end = len(data)
        if type(data) is not bytes or not 0 <= start <= end <= len(data):
            return slow(text, start, end)
        spans = match(anchor, data, start, end)
        # Most texts have no match, and a generator would cost as much as the search.
        return iter(()) if spans[0][1] < 0 else follow(text, data, start, end, spans)

    def follow(text: Any, data: bytes, start: int, end: int, spans: list[tuple[int, int]]) -> Iterator[Any]:
        while (at := spans[0][1]) >= 0:
            yield ThinMatch(regexp, text, spans)
            # An empty match must advance by one, or the search would never end.
            start = at if at > start else start + 1
            if start > end:
                return
            spans = match(anchor, data, start, end)

    return find


def fast_spans(regexp: Any) -> Callable[[bytes], list[tuple[int, int]]]:
    """The places of all matches in bytes, in order: without an object for each match."""
    if not has_known_internals():
        return lambda data: [found.span() for found in regexp.finditer(data)]
    match, anchor = regexp._regexp.Match, _ANCHOR.UNANCHORED

    def find(data: bytes) -> list[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        start, size = 0, len(data)
        while start <= size:
            place = match(anchor, data, start, size)[0]
            at = place[1]
            if at < 0:
                break
            places.append(place)
            start = at if at > start else start + 1
        return places

    return find


def fast_pieces(regexp: Any) -> Callable[[bytes], list[bytes]]:
    """The pieces of bytes between the matches of a pattern that does not match the empty string."""
    spans = fast_spans(regexp)

    def split(data: bytes) -> list[bytes]:
        pieces: list[bytes] = []
        at = 0
        for start, end in spans(data):
            pieces.append(data[at:start])
            at = end
        return [*pieces, data[at:]]

    return split


def _behaves_like_re2() -> bool:
    regexp, text = re2.compile(rb"(?P<a>a)|(b)(c)?"), b"xbcab"
    own = [(found.span(), found.groups(), found.lastindex) for found in regexp.finditer(text)]
    match, spans, at = regexp._regexp.Match, [], 0  # pyright: ignore
    while (found := match(_ANCHOR.UNANCHORED, text, at, len(text)))[0][0] >= 0:
        spans.append(ThinMatch(regexp, text, found))
        at = found[0][1]
    return own == [(found.span(), found.groups(), found.lastindex) for found in spans]


_has_known_internals: bool | None = None


def has_known_internals() -> bool:
    """Whether re2's private parts are as this module expects."""
    global _has_known_internals
    if _has_known_internals is None:
        try:
            _has_known_internals = _ANCHOR is not None and _behaves_like_re2()
        except (AttributeError, TypeError, ValueError, IndexError):
            _has_known_internals = False
    return _has_known_internals
