"""A text -> the same without secrets, and how many of each kind were found; an error refuses the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import re2

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import Pattern
from diagnostic.text.decodings import Join, undo_escapes, unwrap_lines
from diagnostic.text.masks import MASKS
from diagnostic.text.noise import remove_noise
from diagnostic.text.randomness import is_continuation
from diagnostic.text.secret_checks import Hit
from diagnostic.text.sourcemap import Mapped, source_range

_BESIDE = 40
_MOST_ROUNDS = 4
_LONGEST_STRING = 300

Secret = tuple[int, int, int]  # start, end, index in MASKS


class MaskingError(Exception):
    """Secrets could not be masked; nothing of the text may be shown."""


class Masked(NamedTuple):
    """A text without secrets, how many of each kind it had, and the masked text without noise."""

    text: str
    counts: Counter[str]
    plain: Mapped


# A counted repetition costs the set a state for every count.
_COUNTED = re2.compile(r"(\\x\{\w+\})|\{(\d+)(,?)\d*\}")


def _widen(pattern: str) -> str:
    """The same with every counted repetition without its bounds: it fits wherever the pattern fits, and costs the set less."""
    return _COUNTED.sub(lambda found: found.group(1) or ("*" if found.group(2) == "0" else "+"), pattern)


_PATTERNS = [Pattern(mask.pattern) for mask in MASKS]


@cache
def _any() -> PatternSet[int]:
    return PatternSet({number: _widen(mask.pattern) for number, mask in enumerate(MASKS)})


def mask_secrets(text: str) -> Masked:
    """The text with each secret as [masked-<kind>]."""
    counts: Counter[str] = Counter()
    try:
        for _ in range(_MOST_ROUNDS):  # what stood beside a secret may read otherwise without it
            plain = remove_noise(text)
            secrets = _merge(_find_everywhere(text, plain))
            if not secrets:
                return Masked(text, counts, plain)
            pieces, position = [], 0
            for start, end, kind in secrets:
                pieces += (text[position:start], f"[masked-{MASKS[kind].kind}]")
                position = end
                counts[MASKS[kind].kind] += 1
            text = "".join((*pieces, text[position:]))
        return Masked(text, counts, remove_noise(text))
    except Exception:
        # Without the cause: its message may quote the text.
        raise MaskingError("secrets could not be masked") from None


def _find_everywhere(text: str, plain: Mapped) -> list[Secret]:
    """Secrets in the text as it stands, as it reads, and with its wrapped lines joined."""
    found = list(_find(text))
    views = undo_escapes(plain)
    for read in views:
        if read.text != text:
            found += _map_to_source(read, _find(read.text))
    joined, joins = unwrap_lines(views[-1])
    if joins:
        known = {start for start, _, _ in found}
        found += _map_to_source(joined, _trim_at_line_joins(joined, joins, known, _find(joined.text)))
    return found


def _map_to_source(view: Mapped, secrets: Iterator[Secret]) -> Iterator[Secret]:
    starts = [run[0] for run in view.runs]
    for start, end, kind in secrets:
        low, high = source_range(view.runs, starts, start, end)
        if low < high:
            yield low, high, kind


def _trim_at_line_joins(
    view: Mapped, joins: list[Join], known: set[int], secrets: Iterator[Secret]
) -> Iterator[Secret]:
    """A secret goes on over a line end only where what stands there looks like its other half."""
    text, starts, places = view.text, [run[0] for run in view.runs], [join.at for join in joins]
    for start, end, kind in secrets:
        inside = joins[bisect_right(places, start) : bisect_left(places, end)]
        is_string = (
            start
            and text[start - 1] in "\"'`"
            and text[start - 1] == text[end : end + 1]
            and end - start < _LONGEST_STRING
        )
        if inside and not is_string:
            # A half that is no secret alone made one with the other half: the shape says where it ends.
            is_new = MASKS[kind].has_shape and source_range(view.runs, starts, start, end)[0] not in known
            for join, following in zip(
                inside[is_new:], [*(join.at for join in inside[1 + is_new :]), end], strict=False
            ):
                piece, after = text[join.at : following], text[following : following + 1]
                if not is_continuation(piece.encode(), after.encode(), join.ends_at_margin):
                    end = join.at
                    break
        yield start, end, kind


def _find(text: str) -> Iterator[Secret]:
    data = text.encode()
    for index in sorted(_any().find(data)):
        yield from _in_characters(data, text.isascii(), _find_kind(index, data))


def _find_kind(index: int, data: bytes) -> Iterator[Secret]:
    is_secret = MASKS[index].is_secret
    for found in _PATTERNS[index].finditer(data):
        group = found.lastindex
        start, end = found.span(group)
        if is_secret:
            beside = data[max(0, start - _BESIDE) : start], data[end : end + _BESIDE]
            if not is_secret(Hit(found.group(group - 1), data[start:end], *beside)):
                continue
        yield start, end, index


def _in_characters(data: bytes, is_ascii: bool, secrets: Iterator[Secret]) -> Iterator[Secret]:
    position = count = 0
    for start, end, kind in secrets:
        if not is_ascii:
            count += len(data[position:start].decode("utf-8", "ignore"))
            position, start = start, count
            end = start + len(data[position:end].decode("utf-8", "ignore"))
        yield start, end, kind


def _merge(secrets: list[Secret]) -> list[Secret]:
    """Overlapping finds are one secret, named for the most telling of them."""
    merged: list[Secret] = []
    for start, end, kind in sorted(secrets):
        if merged and start < merged[-1][1]:
            low, high, known = merged[-1]
            merged[-1] = (low, max(high, end), min(known, kind))
        else:
            merged.append((start, end, kind))
    return merged
