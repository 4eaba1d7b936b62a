"""An RE2 pattern -> a part of it that every match contains and that is rare in logs.

A pattern that begins with a common word such as "request" keeps an automaton busy at each such word. What
follows it is required just as well, and usually rare.
"""

from __future__ import annotations

from collections.abc import Iterator

import re2

from diagnostic.world.edges import Item, parse

# Words that programs which call Claude log all the time, so they hardly count as distinctive.
_COMMON_WORDS = re2.compile(
    r"(?i)(?:api\.)?anthropic\.com(?:/v1)?|claude|anthropic|model|request|response|stream|error|failed|https?|opus"
    r"|sonnet|haiku|message|token|tool|api|session"
)
_LETTER_IN_BOTH_CASES = re2.compile(r"\[([A-Z][a-z]|[a-z][A-Z])\]")
_FLAGS = re2.compile(r"\(\?[a-z]+\)")
_UPPER_BOUND = re2.compile(r",(\d+)\}\??$")
# A piece that can be this long is a gap.
_GAP = 9
# Minimum length, in distinctive characters, for a part to replace the whole.
_MIN_DISTINCTIVE = 5
# The same for the word with which it begins.
_MIN_WORD = 3


def rarest_part(source: str) -> str:
    """The same alternatives, each reduced to the most distinctive of its parts between gaps."""
    first = _FLAGS.match(source)
    flags = first.group() if first else ""
    if _FLAGS.search(source[len(flags) :]):  # flags inside apply to everything after them
        return source
    alternatives, _ = parse(source, 0)
    return flags + "|".join(map(_reduce, alternatives))


def _reduce(items: list[Item]) -> str:
    pieces = list(_flatten(items))
    parts: list[list[Item]] = [[]]
    for item in pieces:
        if _is_gap(item):
            parts.append([])
        else:
            parts[-1].append(item)
    best = max(parts, key=_distinctive_length)
    rare = best if _distinctive_length(best) >= _MIN_DISTINCTIVE else pieces
    return "".join(item.source for item in _from_rarest_word(rare))


def _from_rarest_word(items: list[Item]) -> list[Item]:
    """The pieces from the most distinctive word on, if they are still distinctive enough."""
    starts = [
        at for at, item in enumerate(items) if not (at and _is_letter(items[at - 1]) and _is_letter(item))
    ]
    ends = [*starts[1:], len(items)]
    lengths = {start: _distinctive_length(items[start:end]) for start, end in zip(starts, ends, strict=True)}
    for start in sorted(starts, key=lambda start: -lengths[start]):
        if lengths[start] >= _MIN_WORD and _distinctive_length(items[start:]) >= _MIN_DISTINCTIVE:
            is_bounded = start > 0 and items[start - 1].text == r"\b"
            return items[start - is_bounded :]
    return items


def _is_letter(item: Item) -> bool:
    return item.group is None and not item.may_be_absent and not _character(item.text).isspace()


def _flatten(items: list[Item]) -> Iterator[Item]:
    """The pieces, with groups that occur exactly once replaced by their content."""
    for item in items:
        is_once = item.group is not None and not (item.may_be_absent or item.repeats)
        has_flags = item.source.startswith("(?") and not item.source.startswith(("(?:", "(?P<"))
        if is_once and item.group and len(item.group) == 1 and item.source.endswith(")") and not has_flags:
            yield from _flatten(item.group[0])
        else:
            yield item


def _is_gap(item: Item) -> bool:
    if not item.repeats or item.text == r"\s":
        return False
    bound = _UPPER_BOUND.search(item.source)
    return item.group is not None or bound is None or int(bound.group(1)) >= _GAP


def _distinctive_length(items: list[Item]) -> int:
    """The minimum number of distinctive characters in a match."""
    count, text = 0, ""
    for item in items:
        if item.may_be_absent:
            text += " "
        elif item.group is not None:
            count += min(map(_distinctive_length, item.group))
            text += " "
        else:
            text += _character(item.text)
    return count + sum(not char.isspace() for char in _COMMON_WORDS.sub("..", text))


def _character(text: str) -> str:
    """The single character that a piece matches in either case, or a space."""
    if text.startswith("\\"):
        return " " if text[1:2].isalnum() else text[1:]
    if _LETTER_IN_BOTH_CASES.fullmatch(text):
        return text[1]
    return " " if text in "^$." or text.startswith("[") else text
