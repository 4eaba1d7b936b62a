"""Cleaned bytes -> the same bytes without a log that is attached to a report; every place stays.

Claude Code's bug reports end with what it logged in the background, and people add debug logs of their own.
What the report itself says is the error; the log is background wherever that says enough.
"""

from __future__ import annotations

from diagnostic.patterns import compile_all, named
from diagnostic.report.facts import Place
from diagnostic.report.lines import blank

_PATTERNS = compile_all(
    {
        # Claude Code's own list, and a section that calls itself such a log.
        "list": r'(?m)^\[\{"error":[ \t]*"',
        "list-end": r"(?m)[}\]]\][ \t]*$",
        "section": (
            r"(?mi)^[ \t#*>]*(?:<summary>[ \t]*)?(?:(?:additional|application|attached|background"
            r"|daemon|debug|diagnostics?|full|mcp|startup|verbose)[ \t-]+(?:logs?|output|trace)"
            r"|claude[ \t]+--debug[^\n:]{0,40})"
            r"(?:[ \t]+[\w()./~-]{1,60}){0,4}[ \t]*:?\**:?[ \t]*(?:</summary>)?[ \t]*$"
        ),
        "section-end": r"(?m)^(?:#{1,6} |</details>|\*\*[A-Z][^*\n]{1,60}\*\*[ \t]*$)",
    }
)
SIGNS = {name: str(_PATTERNS[name].source) for name in ("list", "section")}
_LEAST = 12  # bytes: fewer say nothing


def has_attached_log(signs: frozenset[str]) -> bool:
    """May a log be attached to the text that shows these signs?"""
    return bool(named("attached", signs, tuple(SIGNS)))


def blank_attached_log(data: bytes) -> bytes | None:
    """The text without its attached logs; None if none is attached, or nothing else is there."""
    rest = data
    for begin, end in (("list", "list-end"), ("section", "section-end")):
        places: list[Place] = []
        at = 0
        while found := _PATTERNS[begin].search(rest, at):
            stop = _PATTERNS[end].search(rest, found.end())
            at = len(rest) if stop is None else (stop.end() if begin == "list" else stop.start())
            places.append((found.start(), at))
        rest = blank(rest, places)
    return rest if rest is not data and len(rest.strip()) >= _LEAST else None
