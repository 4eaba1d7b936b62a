"""Finds keys by a vendor's prefix or form, whatever is next to them. The rows are in masks/vendors.toml."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache
from typing import Any, NamedTuple

import re2

from diagnostic.patterns import Pattern
from diagnostic.text.mask_data import mask_data
from diagnostic.text.randomness import changes, has_letter


class VendorMask(NamedTuple):
    """A row: `prefix` and at least `least` characters of the class `of`, or a pattern `form`. `masked` and
    `kept` are examples.
    """

    id: str
    name: str
    masked: str
    kept: str
    prefix: str = ""
    of: str = ""
    least: int = 0
    form: str = ""


@cache
def vendor_masks() -> tuple[VendorMask, ...]:
    """All rows, as the file has them."""
    return tuple(VendorMask(**row) for row in mask_data("vendors")["masks"])


_MARK_BEFORE = "(?:^|[^A-Za-z0-9])"
_TOLD_AFTER = 12
_TOLD_BEHIND_PREFIX = 8  # with more the pattern is too large for Hyperscan
# Bounds cost the automaton a state per count, so the length of a match is checked afterwards.
_COUNTED = Pattern(r"\{(\d+),?\d*\}")


def _any_prefix(count: str) -> str:
    rows = sorted(
        (row for row in vendor_masks() if row.prefix and not row.form), key=lambda row: -len(row.prefix)
    )
    return "|".join(f"{re2.escape(row.prefix)}[{row.of}]{count}" for row in rows)


@cache
def _prefixes() -> tuple[Pattern, dict[int, list[tuple[bytes, int]]]]:
    """The pattern of all prefixes; and for each first byte the prefixes, longest first, with the minimum
    length after each.
    """
    rows: dict[int, list[tuple[bytes, int]]] = {}
    for row in sorted(vendor_masks(), key=lambda row: -len(row.prefix)):
        if row.prefix and not row.form:
            rows.setdefault(row.prefix.encode()[0], []).append((row.prefix.encode(), row.least))
    return Pattern(f"{_MARK_BEFORE}(?:{_any_prefix('+')})"), rows


def _without_bounds(counted: re2.Match[str]) -> str:
    return "*" if counted.group(1) == "0" else "+"


@cache
def _forms() -> tuple[Pattern, Pattern]:
    forms = [row.form for row in vendor_masks() if row.form]
    loose = "|".join(_COUNTED.sub(_without_bounds, form) for form in forms)
    exact = "|".join(f"(?:{form})" for form in forms)
    return Pattern(loose), Pattern(f"{_MARK_BEFORE}(?:{exact})")


def patterns() -> dict[str, Pattern]:
    """Prefilters: patterns that match every text with such a key."""
    # One pattern each, because together they are too large for Hyperscan. Without the mark before a key,
    # which would double the cost.
    forms = {
        f"vendor.{row.id}": Pattern(_COUNTED.sub(_shorten, row.form)) for row in vendor_masks() if row.form
    }
    return {"vendor-prefix": Pattern(_any_prefix(f"{{{_TOLD_BEHIND_PREFIX},}}")), **forms}


@cache
def _one_by_one() -> dict[str, Pattern]:
    return {
        f"vendor.{row.id}": Pattern(f"{_MARK_BEFORE}(?:{row.form})") for row in vendor_masks() if row.form
    }


def _shorten(count: Any) -> str:
    # Longer keys contain this many characters too.
    return f"{{{min(int(count.group(1)), _TOLD_AFTER)},}}"


def find_vendor_keys(data: bytes, due: Container[str]) -> Iterator[tuple[int, int]]:
    """Ranges of such keys, found by the prefix or by those forms that are in `due`."""
    pattern, rows = _prefixes()
    for found in pattern.finditer(data) if "vendor-prefix" in due else ():
        start, end = _skip_mark(data, *found.span())
        value = data[start:end]
        prefix, least = next(row for row in rows[value[0]] if value.startswith(row[0]))
        if end - start - len(prefix) >= least and is_key(value[len(prefix) :]):
            yield start, _end_of_word(data, end)
    for form in _due_forms(data, due):
        for found in form.finditer(data):
            start, end = _skip_mark(data, *found.span())
            yield start, _end_of_word(data, end)


_REST_OF_WORD = Pattern(r"[A-Za-z0-9]*")


def _end_of_word(data: bytes, end: int) -> int:
    """The end of the word that the key is a part of: what follows it directly is a rest of a longer key."""
    return _REST_OF_WORD.match(data, end).end() if data[end - 1 : end].isalnum() else end


def _due_forms(data: bytes, due: Container[str]) -> list[Pattern]:
    one_by_one = _one_by_one()
    if isinstance(due, frozenset):
        return [one_by_one[name] for name in one_by_one.keys() & due]
    loose, exact = _forms()
    return [exact] if loose.search(data) else []


def _skip_mark(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The range without the mark before the key, which may be several bytes long."""
    if not data[start : start + 1].isalnum():
        start += 1
        while data[start] >= 128:
            start += 1
    return start, end


_DIGITS = b"0123456789"
_PIECES = Pattern(rb"[^A-Za-z0-9]+")


def is_key(value: bytes) -> bool:
    """Whether the rest of a key is random: mixed characters, and not mostly words between dashes."""
    digits = len(value) - len(value.translate(None, _DIGITS))
    if not (
        digits
        and has_letter(value)
        or changes(value) > 0.25
        or digits >= 16
        or value.isupper()
        or (len(value) > 28 and value.isalpha())
    ):
        return False
    words = [
        piece
        for piece in _PIECES.split(value)
        if 2 < len(piece) <= 28 and piece.isalpha() and (piece.islower() or piece.istitle())
    ]
    return sum(map(len, words)) < 0.5 * len(value)
