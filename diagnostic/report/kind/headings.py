"""Headings of Markdown by their words, as they are in a paste and in a clean text."""

from __future__ import annotations

_BEGIN = r"(?im)^[ \t>]{0,8}(?:[-*+] )?"


def heading(names: str) -> str:
    """A pattern for a heading, alone in its line, or in bold before its text."""
    return rf"{_BEGIN}(?:#{{1,6}} |\*\*)\W{{0,4}}(?:{names})\W{{0,4}}$|{_BEGIN}\*\*(?:{names}):?\*\*"


def may_be_heading(names: str) -> str:
    """A pattern that also finds it in a clean text, in which headings have lost their marks."""
    return rf"(?im)^\W{{0,12}}(?:{names})"
