"""Cleaned bytes -> the same bytes without what describes errors: documents, tables, changelogs, code that
catches them, tests that pass; every place stays.

A text that describes errors lists several beside each other, or handles them, and shows none that happened.
Where one happened too, only the forms go that nobody prints for an error: tables of causes, trees of classes,
changelogs.
"""

from __future__ import annotations

from collections.abc import Callable

from diagnostic.patterns import named
from diagnostic.report.description_signs import PATTERNS, SIGNS
from diagnostic.report.facts import Place
from diagnostic.report.lines import blank, line_of

_LONGEST = 20_000  # bytes: more is a log
_MANY = 3  # kinds of errors beside each other that no single failure shows
_FEW = 2
_Finder = Callable[[bytes], list[Place]]  # a text -> the places of one kind of description


def blank_descriptions(data: bytes, hits: frozenset[str]) -> bytes:
    """Blanks all of a text that only describes errors, else what in it can be nothing but description."""
    kinds = named("description", hits, tuple(SIGNS))
    if not kinds or len(data) > _LONGEST:
        return data
    if "setting" in kinds:
        data = blank(data, _lines("setting")(data))
    if "zero" in kinds:
        data = blank(data, [hit.span() for hit in PATTERNS["zero"].finditer(data)])
    sure = _find_all(_SURE, kinds, data)
    rest = blank(data, sure)
    code = _find_all(_HANDLING, kinds, rest)
    maybe = code or any(_MAYBE[kind](rest) for kind in kinds if kind in _MAYBE)
    if (sure or maybe) and not PATTERNS["happened"].search(blank(rest, code)):
        return blank(data, [(0, len(data))])
    return rest


def _find_all(finders: dict[str, _Finder], kinds: list[str], data: bytes) -> list[Place]:
    return [place for kind in kinds if kind in finders for place in finders[kind](data)]


def _lines(kind: str, least: int = 1) -> _Finder:
    """The lines in which a pattern of one line begins, if there are so many of them."""

    def find(data: bytes) -> list[Place]:
        places = [line_of(data, *hit.span()) for hit in PATTERNS[kind].finditer(data)]
        return places if len(places) >= least else []

    return find


def _find_tables(data: bytes) -> list[Place]:
    """Tables that explain: by what their columns are called, or by how many errors they name."""
    return [
        hit.span()
        for hit in PATTERNS["table"].finditer(data)
        if PATTERNS["columns"].search(hit.group(1)) or len(_terms(hit.group())) >= _MANY
    ]


def _find_changes(data: bytes) -> list[Place]:
    """What was changed: several such lines, or any beside a release, and the points under that."""
    releases = list(PATTERNS["points"].finditer(data))
    points = [hit.span(1) for hit in releases if hit.group(1).strip()]
    return _lines("change", 1 if releases else _FEW)(data) + points


def _find_entries(data: bytes) -> list[Place]:
    """Lines that each begin with another error."""
    places = _lines("entry")(data)
    firsts = {hit.group() for start, end in places if (hit := PATTERNS["term"].search(data[start:end]))}
    return places if len(firsts) >= _MANY else []


def _find_code(data: bytes) -> list[Place]:
    """Lines of code, but not the last one of a traceback into which what was raised has run."""
    return [place for place in _lines("code")(data) if not PATTERNS["ran-into"].search(data[slice(*place)])]


def _find_exit_codes(data: bytes) -> list[Place]:
    """A list of exit codes with their meanings, by its head, or by numbers that do not count the lines."""
    hits = list(PATTERNS["exit-code"].finditer(data))
    codes = [int(hit.group(1)) for hit in hits]
    first = codes[0] if codes else 0
    is_counted = codes == list(range(first, first + len(codes)))
    is_list = PATTERNS["of-exit"].search(data) or (len(codes) >= _MANY and not is_counted)
    return [line_of(data, *hit.span()) for hit in hits] if is_list and len(codes) >= _FEW else []


def _terms(part: bytes) -> set[bytes]:
    return {hit.group() for hit in PATTERNS["term"].finditer(part)}


# Code that handles errors, what nobody prints for an error that happened, and what describes errors unless
# one did.
_HANDLING: dict[str, _Finder] = {
    "code": _find_code,
    **{name: _lines(name) for name in ("tested", "query")},
}
_SURE: dict[str, _Finder] = {
    "separator": _find_tables,
    "change": _find_changes,
    "release": _find_changes,
    "passed": _lines("passed", _FEW),
    "exit-code": _find_exit_codes,
}
_MAYBE: dict[str, _Finder] = {
    "entry": _find_entries,
    "schema": _lines("schema"),
    "title": _lines("title"),
    "hedged": _lines("hedged"),
}
