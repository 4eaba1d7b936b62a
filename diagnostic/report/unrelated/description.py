"""Cleaned bytes -> the same bytes with descriptions of errors blanked: documents, tables, changelogs, code
that catches errors, tests that pass. Offsets do not change.

A text that describes errors lists several of them, or handles them, and shows none that occurred. If one
occurred, too, only the forms are blanked that no program prints for an error: tables of causes, class trees,
changelogs.
"""

from __future__ import annotations

from collections.abc import Callable

from diagnostic.patterns import Family
from diagnostic.report.facts import Place
from diagnostic.report.lines import blank, line_of
from diagnostic.report.signs.descriptions import PATTERNS, SIGNS

_MAX_BYTES = 20_000  # a longer text is a log
_SEVERAL = 3  # more kinds of errors than a single failure shows
_FEW = 2
_KINDS = Family("description", SIGNS)
_Find = Callable[[bytes], list[Place]]  # text -> the places of one kind of description


def blank_descriptions(data: bytes, hits: frozenset[str]) -> bytes:
    """Blanks the whole text if it only describes errors, else the parts that can only be descriptions."""
    kinds = _KINDS.names_in(hits)
    if len(data) > _MAX_BYTES:
        return data
    for kind in ("timeout-setting", "requirement"):
        if kind in kinds:
            data = blank(data, _lines_with(kind)(data))
    if "zero-count" in kinds:
        data = blank(data, _matches_of("zero-count")(data))
    certain = _find_all(_ALWAYS_DESCRIPTIONS, kinds, data)
    rest = blank(data, certain)
    code = _find_all(_ERROR_HANDLING, kinds, rest)
    is_possible = code or any(
        _POSSIBLE_DESCRIPTIONS[kind](rest) for kind in kinds if kind in _POSSIBLE_DESCRIPTIONS
    )
    if (certain or is_possible) and not _has_occurred(data, blank(rest, code)):
        return blank(data, [(0, len(data))])
    return rest


def _has_occurred(data: bytes, rest: bytes) -> bool:
    """Whether an error occurred, by what surrounds the code, or because a search in a log found one."""
    return PATTERNS["occurred"].occurs(rest) or PATTERNS["found"].occurs(data)


def _find_all(finders: dict[str, _Find], kinds: list[str], data: bytes) -> list[Place]:
    return [place for kind in kinds if kind in finders for place in finders[kind](data)]


def _lines_with(kind: str, min_lines: int = 1) -> _Find:
    """Finds the lines in which a match of the pattern begins, if there are at least `min_lines`."""

    def find(data: bytes) -> list[Place]:
        places = [line_of(data, *place) for place in PATTERNS[kind].spans(data)]
        return places if len(places) >= min_lines else []

    return find


def _matches_of(kind: str) -> _Find:
    """Finds the matches of the pattern."""
    return lambda data: PATTERNS[kind].spans(data)


def _find_tables(data: bytes) -> list[Place]:
    """Tables that explain errors, recognised by their column names, the number of errors they name, or
    advice in several rows.
    """
    return [
        hit.span()
        for hit in PATTERNS["table"].finditer(data)
        if PATTERNS["columns"].occurs(hit.group(1))
        or len(_error_names(hit.group())) >= _SEVERAL
        or len(PATTERNS["advice"].spans(hit.group())) >= _FEW
    ]


def _find_changes(data: bytes) -> list[Place]:
    """Changelog lines: several of them, or any beside the name of a release, and the list under a release."""
    releases = list(PATTERNS["release-notes"].finditer(data))
    points = [hit.span(1) for hit in releases if hit.group(1).strip()]
    return _lines_with("change", 1 if releases else _FEW)(data) + points


def _find_entries(data: bytes) -> list[Place]:
    """Lines that each begin with another error."""
    places = _lines_with("entry")(data)
    firsts = {hit.group() for start, end in places if (hit := PATTERNS["error-name"].search(data[start:end]))}
    return places if len(firsts) >= _SEVERAL else []


def _find_code(data: bytes) -> list[Place]:
    """Lines of code, except the last one of a traceback if the exception is printed on the same line."""
    return [
        place
        for place in _lines_with("code")(data)
        if not PATTERNS["raised-here"].occurs(data[slice(*place)])
    ]


def _find_queries(data: bytes) -> list[Place]:
    """Lines that search for errors; a search for something else describes none."""
    return [place for place in _lines_with("query")(data) if PATTERNS["searched"].occurs(data[slice(*place)])]


def _find_exit_codes(data: bytes) -> list[Place]:
    """A list of exit codes and meanings, recognised by its heading, or by several numbers that are not a
    numbered list's.
    """
    codes = [int(hit.group(1)) for hit in PATTERNS["exit-code"].finditer(data)]
    is_counted = codes == list(range(codes[0], codes[0] + len(codes))) if codes else True
    is_list = PATTERNS["exit-code-heading"].occurs(data) or (len(set(codes)) >= _SEVERAL and not is_counted)
    return _lines_with("exit-code", _FEW)(data) if is_list else []


def _error_names(part: bytes) -> set[bytes]:
    return {hit.group() for hit in PATTERNS["error-name"].finditer(part)}


# Code that handles errors; what is never printed for an error that occurred; and what describes errors unless
# one occurred.
_ERROR_HANDLING: dict[str, _Find] = {
    "code": _find_code,
    "mapped": _matches_of("mapped"),
    "tested": _lines_with("tested"),
    "query": _find_queries,
}
_ALWAYS_DESCRIPTIONS: dict[str, _Find] = {
    "separator": _find_tables,
    "column": _matches_of("column"),
    "issue": _lines_with("issue"),
    "change": _find_changes,
    "release": _find_changes,
    "passed": _lines_with("passed", _FEW),
    "exit-code": _find_exit_codes,
    "class-page": _matches_of("class-page"),
}
_POSSIBLE_DESCRIPTIONS: dict[str, _Find] = {
    "entry": _find_entries,
    "schema": _lines_with("schema"),
    "title": _lines_with("title"),
    "hedged": _lines_with("hedged"),
}
