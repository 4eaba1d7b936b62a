"""Cleaned bytes -> the same bytes without what describes errors: documents, tables, changelogs, code that
catches them, tests that pass; every place stays.

A text that describes errors lists several beside each other, or handles them, and shows none that happened.
Where one happened too, only the forms go that nobody prints for an error: tables of causes, trees of classes,
changelogs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from diagnostic.patterns import named
from diagnostic.report.description_signs import PATTERNS, SIGNS

_LONGEST = 20_000  # bytes: more is a log
_MANY = 3  # kinds of errors beside each other that no single failure shows
_FEW = 2
_MOST_TERMS = 400


def blank_descriptions(data: bytes, hits: frozenset[str]) -> bytes:
    """Blanks all of a text that only describes errors, else what in it can be nothing but description."""
    kinds = named("description", hits, tuple(SIGNS))
    if not kinds or len(data) > _LONGEST:
        return data
    sure = [place for kind in kinds if kind in _SURE for place in _SURE[kind](data)]
    rest = _blank(data, sure)
    code = [place for kind in kinds if kind in _HANDLING for place in _lines(kind)(rest)]
    maybe = code or any(next(iter(_MAYBE[kind](rest)), None) for kind in kinds if kind in _MAYBE)
    if (sure or maybe) and not PATTERNS["happened"].search(_blank(rest, code)):
        return _blank(data, [(0, len(data))])
    return rest


def _blank(data: bytes, places: list[tuple[int, int]]) -> bytes:
    parts: list[bytes] = []
    at = 0
    for start, end in sorted(places):
        start = max(start, at)
        if end > start:
            parts += [data[at:start], b"\n".join(b" " * len(line) for line in data[start:end].split(b"\n"))]
            at = end
    return b"".join([*parts, data[at:]]) if parts else data


def _lines(kind: str) -> Callable[[bytes], Iterator[tuple[int, int]]]:
    """The lines in which a pattern of one line begins."""

    def find(data: bytes) -> Iterator[tuple[int, int]]:
        for hit in PATTERNS[kind].finditer(data):
            yield _line_of(data, hit.start(), hit.end())

    return find


def _line_of(data: bytes, start: int, end: int) -> tuple[int, int]:
    stop = data.find(b"\n", end)
    return data.rfind(b"\n", 0, start) + 1, stop if stop >= 0 else len(data)


def _find_tree(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("tree")(data))
    return places if len(places) >= _FEW else []


def _find_tables(data: bytes) -> Iterator[tuple[int, int]]:
    """Tables that explain: by what their columns are called, or by how many errors they name."""
    end = 0
    for hit in PATTERNS["separator"].finditer(data):
        if hit.start() < end:
            continue  # a rule inside a table that was looked at
        head = data.rfind(b"\n", 0, max(0, hit.start() - 1)) + 1
        end = hit.end()
        while end < len(data):
            stop = data.find(b"\n", end + 1)
            stop = stop if stop >= 0 else len(data)
            if b"|" not in data[end:stop]:
                break
            end = stop
        names = PATTERNS["columns"].search(data[head : hit.start()])
        if names or len(_terms(data[head:end])) >= _MANY:
            yield head, end


def _find_changes(data: bytes) -> list[tuple[int, int]]:
    """What was changed: several such lines, or the points under a release."""
    places = list(_lines("change")(data))
    found = list(places) if len(places) >= _FEW else []
    end = -1
    for hit in PATTERNS["release"].finditer(data):
        found = found or list(places)
        if hit.start() < end:
            continue  # a heading among points that were looked at
        _, end = _line_of(data, hit.start(), hit.end())
        while end < len(data):
            stop = data.find(b"\n", end + 1)
            stop = stop if stop >= 0 else len(data)
            line = data[end + 1 : stop]
            if line.strip() and not PATTERNS["bullet"].search(line):
                break
            found.append((end + 1, stop))
            end = stop
    return found


def _find_passed(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("passed")(data))
    return places if len(places) >= _FEW else []


def _find_entries(data: bytes) -> list[tuple[int, int]]:
    """Lines that each begin with another error."""
    places = list(_lines("entry")(data))
    firsts = {name for start, end in places for name in [_first_term(data[start:end])] if name}
    return places if len(firsts) >= _MANY else []


def _find_several(data: bytes) -> list[tuple[int, int]]:
    """Lines that go through several errors of one sort."""
    terms = islice(PATTERNS["several"].finditer(data), _MOST_TERMS)
    lines = Counter(_line_of(data, hit.start(), hit.end()) for hit in terms)
    return [line for line, count in lines.items() if count >= _MANY and _explains_several(data[slice(*line)])]


def _find_headings(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("headings")(data))
    return places if len({term for start, end in places for term in _terms(data[start:end])}) >= _FEW else []


def _find_definitions(data: bytes) -> list[tuple[int, int]]:
    places = list(_lines("definition")(data))
    return places if len(places) >= _MANY else []


def _explains_several(line: bytes) -> bool:
    return _most_of_a_sort(line) >= _MANY and not PATTERNS["raised"].search(line)


def _first_term(line: bytes) -> bytes:
    hit = PATTERNS["term"].search(line)
    return hit.group() if hit else b""


def _terms(part: bytes) -> set[bytes]:
    return {hit.group() for hit in PATTERNS["term"].finditer(part)}


def _most_of_a_sort(part: bytes) -> int:
    """How many different classes, types or statuses, whichever are most."""
    sorts: tuple[set[bytes], ...] = (set(), set(), set())
    for hit in PATTERNS["term"].finditer(part):
        for number, sort in enumerate(sorts, 1):
            if name := hit.group(number):
                sort.add(name)
    return max(map(len, sorts))


# Code that handles errors, what nobody prints for an error that happened, and what describes errors unless
# one did.
_HANDLING = ("code", "import")
_SURE: dict[str, Callable[[bytes], list[tuple[int, int]] | Iterator[tuple[int, int]]]] = {
    "tree": _find_tree,
    "separator": _find_tables,
    "change": _find_changes,
    "release": _find_changes,
    "passed": _find_passed,
}
_MAYBE: dict[str, Callable[[bytes], list[tuple[int, int]] | Iterator[tuple[int, int]]]] = {
    "entry": _find_entries,
    "section": _lines("section"),
    "headings": _find_headings,
    "definition": _find_definitions,
    "question": _lines("question"),
    "schema": _lines("schema"),
    "title": _lines("title"),
    "hedged": _lines("hedged"),
    "several": _find_several,
}
