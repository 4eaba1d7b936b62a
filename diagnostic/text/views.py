"""A text -> other ways to read it, each with the way back: escapes undone, and words that a line end cut joined again.

Patterns that look for secrets see a text as it stands and as it reads, so that one set of patterns is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import re2

from diagnostic.text.noise import find_spans
from diagnostic.text.sourcemap import Edit, Mapped

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False
_OPTIONS.max_mem = 64 << 20

# Escaped any number of times: \\\\u0040, %252540, &amp;quot;; and marks that hide inside a word.
_BACKSLASHES = re2.compile(r"""\\{1,16}(?:u\{?00[2-7][0-9a-fA-F]\}?|x[2-7][0-9a-fA-F]|[nrt"'/])""", _OPTIONS)
_PERCENTS = re2.compile(r"%(?:25){0,4}(?:0[9aAdD]|[2-7][0-9a-fA-F])", _OPTIONS)
_ENTITY = re2.compile(r"&(?:amp;){0,3}(?:#(?:x[2-7][0-9a-fA-F]|[3-9]\d|1[01]\d|12[0-6])|quot|apos|lt|gt|amp|nbsp);", _OPTIONS)
_MARKS = re2.compile(r"\x{fffd}+|[*][*]", _OPTIONS)
_LETTERS = {"n": "\n", "r": "\n", "t": " ", '"': '"', "'": "'", "/": "/"}
_ENTITIES = {"quot": '"', "apos": "'", "lt": "<", "gt": ">", "amp": "&", "nbsp": " "}
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

_BREAK = re2.compile(
    r"""["'][ \t]*[+.&\\]?[ \t]*\n[ \t]{0,60}[bru]?["']|\S(?:[ \t]*\n[ \t]{0,12}|\\\n)\S""",
    _OPTIONS,
)
# Shorter lines are not wrapped by a terminal, a mail program or a log viewer.
_LEAST_WIDTH = 38
_PREFIX_WIDTH = 30


def undo_escapes(mapped: Mapped) -> list[Mapped]:
    """The text with URL and HTML escapes undone, and then with backslashes undone too, however often they were applied."""
    if not mapped.text.isascii():
        mapped = Mapped(mapped.text.translate(_DASHES), mapped.runs)
    for sign, pattern, read in (
        ("\ufffd", _MARKS, lambda found: ""),
        ("**", _MARKS, lambda found: ""),
        ("&", _ENTITY, _read_entity),
        ("%", _PERCENTS, lambda found: chr(int(found[-2:], 16))),
    ):
        mapped = _replaced(mapped, sign, pattern, read)
    # C:\\Users\\nadia reads as a path before, and as two lines after.
    unslashed = _replaced(mapped, "\\", _BACKSLASHES, _read_backslashes)
    return [mapped] if unslashed is mapped else [mapped, unslashed]


def _replaced(mapped: Mapped, sign: str, pattern: Any, read: Callable[[str], str]) -> Mapped:
    text = mapped.text
    edits = [(start, end, read(text[start:end])) for start, end in find_spans(pattern, text)] if sign in text else []
    return mapped.edited(edits) if edits else mapped


def _read_entity(found: str) -> str:
    name = found[1:-1].rpartition(";")[2]
    if name.startswith("#x"):
        return chr(int(name[2:], 16))
    return chr(int(name[1:])) if name.startswith("#") else _ENTITIES[name]


def _read_backslashes(found: str) -> str:
    code = found.lstrip("\\")
    return _LETTERS[code] if len(code) == 1 else chr(int(code.strip("ux{}"), 16))


@dataclass(frozen=True, slots=True)
class Join:
    """Where two lines became one, and whether the first reached the edge that cut all the others."""

    at: int
    is_full_width: bool


def join_lines(mapped: Mapped) -> tuple[Mapped, list[Join]]:
    """The text with words joined that a line end cut, and where they were joined."""
    text = mapped.text
    edits: list[Edit] = []
    joins: list[Join] = []
    removed = 0
    lengths = [len(line.rstrip()) for line in text.split("\n")]
    width, line, seen = max(lengths), 0, 0
    for start, end in find_spans(_BREAK, text):
        is_string = text[start] in "\"'" and text[end - 1] in "\"'"  # "half" +
        if not is_string:
            start, end = start + 1, end - 1
        line += text.count("\n", seen, start)
        seen = start
        # What a width cuts is no shorter than what goes on below, but for a prefix that is gone.
        if is_string or text[start] == "\\" or lengths[line] >= max(_LEAST_WIDTH, lengths[line + 1] - _PREFIX_WIDTH):
            edits.append((start, end, ""))
            joins.append(Join(start - removed, lengths[line] == width))
            removed += end - start
    return (mapped.edited(edits), joins) if edits else (mapped, joins)
