"""Keys that a vendor's prefix or form gives away, whatever is beside them; the rows are in
masks/vendors.toml.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cache
from typing import Any, NamedTuple

import re2

from diagnostic.patterns import Pattern
from diagnostic.text.mask_data import mask_data
from diagnostic.text.randomness import changes, has_letter


class VendorMask(NamedTuple):
    """A row: `prefix` and at least so many characters of an alphabet, or a `form`; and the examples that
    prove it.
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
_TOLD_BEHIND_PREFIX = 8  # more would be too large for Hyperscan
# Bounds would cost the automaton a state for each count; a match is measured afterwards.
_COUNTED = Pattern(r"\{(\d+),?\d*\}")


def _any_prefix(count: str) -> str:
    rows = sorted(
        (row for row in vendor_masks() if row.prefix and not row.form), key=lambda row: -len(row.prefix)
    )
    return "|".join(f"{re2.escape(row.prefix)}[{row.of}]{count}" for row in rows)


@cache
def _prefixes() -> tuple[Pattern, dict[int, list[tuple[bytes, int]]]]:
    """The pattern, and by their first byte the prefixes, longest first, with the least that follows each."""
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
    """What says that there may be such keys."""
    # One by one: all in one are too large for Hyperscan; without the mark before a key, which doubles the
    # cost.
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
    # So many characters at least: what is longer has these too.
    return f"{{{min(int(count.group(1)), _TOLD_AFTER)},}}"


def find_vendor_keys(data: bytes, due: Container[str]) -> Iterator[tuple[int, int]]:
    """Where such keys are, by those of the two ways to know them that are `due`."""
    pattern, rows = _prefixes()
    for found in pattern.finditer(data) if "vendor-prefix" in due else ():
        start, end = _skip_mark(data, *found.span())
        value = data[start:end]
        prefix, least = next(row for row in rows[value[0]] if value.startswith(row[0]))
        if end - start - len(prefix) >= least and is_key(value[len(prefix) :]):
            yield start, end
    for form in _due_forms(data, due):
        for found in form.finditer(data):
            yield _skip_mark(data, *found.span())


def _due_forms(data: bytes, due: Container[str]) -> list[Pattern]:
    one_by_one = _one_by_one()
    if isinstance(due, frozenset):
        return [one_by_one[name] for name in one_by_one.keys() & due]
    loose, exact = _forms()
    return [exact] if loose.search(data) else []


def _skip_mark(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Without the mark before a key, which may be several bytes long; a key begins with a letter or digit."""
    if not data[start : start + 1].isalnum():
        start += 1
        while data[start] >= 128:
            start += 1
    return start, end


_DIGITS = b"0123456789"
_PIECES = Pattern(rb"[^A-Za-z0-9]+")


def is_key(value: bytes) -> bool:
    """Letters and digits, or small letters and capitals in turn, and not words with dashes between."""
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
