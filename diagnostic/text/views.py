"""The views in which a text is searched for secrets, each with its names and the masks that can match."""

from __future__ import annotations

from typing import NamedTuple

from diagnostic.patterns import Pattern
from diagnostic.text.decodings import undo_backslashes, undo_escapes
from diagnostic.text.mask_signs import Due, find_due
from diagnostic.text.names import Name, Names, Sensitivity, find_names
from diagnostic.text.noise import remove_noise
from diagnostic.text.ranges import Range
from diagnostic.text.sourcemap import Mapped

Secret = tuple[int, int, int]  # start, end, index in MASKS

_MARK = Pattern(r"\[masked-[a-z-]+(?: \d+ characters)?\]")
# A quote inside of quotes in a shell, where the string goes on: 'it'\\''s', 'it'"'"'s'.
_QUOTES_IN_QUOTES = (b"'\\''", b"'\"'\"'")
# The masks of names behind a backslash
_OF_PATHS = frozenset(("home-folder", "home-folder-words", "domain-user", "domain-login"))


class View(NamedTuple):
    """One way to read a text."""

    mapped: Mapped
    data: bytes
    due: Due
    names: list[Name]


class Views(NamedTuple):
    """The ways to read a text that differ."""

    read: list[View]  # the most decoded one last
    plain: Mapped  # without noise
    undone: Mapped  # also without escapes


def open_views(text: str, known: Names, is_again: bool) -> Views:
    """Opens the text as pasted, and without noise and escapes; and for names in paths also with only its
    backslashes left, unless `is_again`.
    """
    plain, source = remove_noise(text), Mapped.identity(text)
    decoded = undo_escapes(plain)
    unslashed = undo_backslashes(decoded)
    read = [open_view(source, known)]
    if unslashed.text != text:
        # C:\\Users\\nadia is a path only before \\n becomes a line end: as pasted, or as decoded if that
        # differs. Of 62,000 texts, one had another secret that only this view showed: a name in a path.
        if not is_again and decoded.text not in (text, plain.text, unslashed.text):
            read.append(View(decoded, with_barriers(decoded.text), _OF_PATHS, []))
        read.append(open_view(unslashed, known))
    return Views(read, plain, unslashed)


def open_view(mapped: Mapped, known: Names) -> View:
    """Finds the masks and names of one view. Existing masks are barriers that no match crosses."""
    data = with_barriers(mapped.text)
    due, ends = find_due(data)
    return View(mapped, data, due, find_names(data, known, ends) if "name" in due else [])


def with_barriers(text: str) -> bytes:
    """The text with the bytes of existing masks replaced."""
    data = text.encode()
    for quote in _QUOTES_IN_QUOTES:
        data = data.replace(quote, b"_" * len(quote))
    if b"[masked-" not in data:
        return data
    covered = bytearray(data)
    for start, end in _MARK.spans(data):
        covered[start:end] = b"\x01" * (end - start)
    return bytes(covered)


def sensitive_ranges(data: bytes, names: list[Name]) -> list[Range]:
    """Where the names stand whose values are secrets, in characters."""
    named = [(start, end, 0) for start, end, sensitivity in names if sensitivity >= Sensitivity.WORD]
    return [(start, end) for start, end, _ in to_characters(data, named)]


def to_characters(data: bytes, secrets: list[Secret]) -> list[Secret]:
    """The same secrets with offsets in characters, sorted if these differ."""
    if data.isascii():
        return secrets
    counted: list[Secret] = []
    position = count = 0
    for start, end, kind in sorted(secrets):
        count += len(data[position:start].decode("utf-8", "ignore"))
        position = start
        counted.append((count, count + len(data[start:end].decode("utf-8", "ignore")), kind))
    return counted
