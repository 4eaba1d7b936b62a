"""Cleaned bytes -> the same bytes with logs that are attached to a bug report blanked. Offsets do not change.

Claude Code's bug reports end with its background log, and people attach debug logs. The error is in the
report itself; the log matters only if the report says too little.
"""

from __future__ import annotations

from diagnostic.patterns import Family, compile_all
from diagnostic.report.facts import Place
from diagnostic.report.lines import blank

_PATTERNS = compile_all(
    {
        # Claude Code's list of errors, and a section with the title of a log.
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
_KINDS = Family("attached", SIGNS)
_MIN_BYTES = 12  # a shorter rest says nothing


def has_attached_log(signs: frozenset[str]) -> bool:
    """Whether a log may be attached to the text with these signs."""
    return bool(_KINDS.names_in(signs))


def blank_attached_log(data: bytes) -> bytes | None:
    """The text without attached logs; None if there are none, or if nothing else is left."""
    rest = data
    for begin, end in (("list", "list-end"), ("section", "section-end")):
        places: list[Place] = []
        at = 0
        while found := _PATTERNS[begin].search(rest, at):
            stop = _PATTERNS[end].search(rest, found.end())
            at = len(rest) if stop is None else (stop.end() if begin == "list" else stop.start())
            places.append((found.start(), at))
        rest = blank(rest, places)
    return rest if rest is not data and len(rest.strip()) >= _MIN_BYTES else None
