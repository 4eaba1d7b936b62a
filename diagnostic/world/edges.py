"""An RE2 pattern -> what it would match by accident: an empty text, or part of a longer word."""

from __future__ import annotations

import msgspec

_QUANTIFIERS = "?*+{"
_ANCHORS = frozenset((r"\b", r"\B", r"\A", r"\z", "^", "$"))
_WORD_ESCAPES = (r"\w", r"\d")


class Item(msgspec.Struct, frozen=True):
    """One piece of a pattern: a character, a class, an anchor, or a group with its alternatives."""

    text: str
    group: list[list[Item]] | None
    may_be_absent: bool
    repeats: bool
    source: str  # as written, with its quantifier


def find_accident(source: str) -> str | None:
    """The problem of a pattern, worded to follow it in a message ("… begins inside a word"), or None.

    A pattern that is meant to begin or end inside a word must say so with `\\w*`, `\\w+` or `\\B`.
    """
    alternatives, _ = parse(source, 0)
    if any(all(_is_empty(item) for item in alternative) for alternative in alternatives):
        return "matches the empty text"
    if _is_open(alternatives, 1):
        return r"begins inside a word: put \b before it, or \w* if that is meant"
    if _is_open(alternatives, -1):
        return r"ends inside a word: put \b after it, or \w* if that is meant"
    return None


def _is_empty(item: Item) -> bool:
    if item.may_be_absent or item.text in _ANCHORS:
        return True
    return item.group is not None and any(all(_is_empty(part) for part in parts) for parts in item.group)


_OPEN, _CLOSED, _EMPTY = "open", "shut", "empty"


def _is_open(alternatives: list[list[Item]], side: int) -> bool:
    """Whether an alternative starts (side 1) or ends (side -1) with a letter, a digit or an underscore."""
    return _edge_of_group(alternatives, side) == _OPEN


def _edge_of_group(alternatives: list[list[Item]], side: int) -> str:
    edges = [_edge_of_sequence(alternative[::side], side) for alternative in alternatives]
    return next((edge for edge in (_OPEN, _EMPTY) if edge in edges), _CLOSED)


def _edge_of_sequence(items: list[Item], side: int) -> str:
    """Whether a sequence can begin or end inside a word: decided by its first piece that matches a character
    or a word boundary.
    """
    for item in items:
        edge = _edge_of_group(item.group, side) if item.group is not None else _edge_of_piece(item)
        if edge == _OPEN or (edge == _CLOSED and not item.may_be_absent):
            return edge
        if edge == _CLOSED and (item.text in _ANCHORS or (item.repeats and _has_letters(item.text))):
            return _CLOSED
    return _EMPTY


def _edge_of_piece(item: Item) -> str:
    if item.text in _ANCHORS:
        return _CLOSED
    return _OPEN if _has_letters(item.text) and not item.repeats else _CLOSED


def _has_letters(text: str) -> bool:
    """Whether this character or class matches part of a word."""
    if text.startswith("["):
        inner = text[1:-1].replace(r"\s", "").replace(r"\n", "").replace(r"\t", "")
        return not inner.startswith("^") and any(char.isalnum() and char.isascii() for char in inner)
    return text in _WORD_ESCAPES or (len(text) == 1 and text.isascii() and (text.isalnum() or text == "_"))


def parse(source: str, at: int) -> tuple[list[list[Item]], int]:
    """The alternatives from `at` to the end of the group, and the position of that end."""
    alternatives: list[list[Item]] = [[]]
    while at < len(source) and source[at] != ")":
        if source[at] == "|":
            alternatives.append([])
            at += 1
            continue
        start = at
        text, group, at = _read_piece(source, at)
        quantifier, at = _read_quantifier(source, at)
        if text or group is not None:
            may_be_absent = quantifier[:1] in ("?", "*") or quantifier.startswith(("{0", "{,"))
            repeats = quantifier[:1] in ("*", "+") or quantifier.endswith(",}")
            repeats = repeats or (quantifier.startswith("{") and "," in quantifier)
            alternatives[-1].append(Item(text, group, may_be_absent, repeats, source[start:at]))
    return alternatives, at


def _read_piece(source: str, at: int) -> tuple[str, list[list[Item]] | None, int]:
    char = source[at]
    if char == "\\":
        end = source.find("}", at) + 1 if source[at + 1 : at + 3] in ("x{", "p{") else at + 2
        return source[at:end], None, end
    if char == "[":
        end = at + 1 + (source[at + 1 : at + 2] == "^")
        end += source[end : end + 1] == "]"
        while source[end : end + 1] not in ("]", ""):
            end += 2 if source[end] == "\\" else 1
        return source[at : end + 1], None, end + 1
    if char != "(":
        return char, None, at + 1
    start = at + 1
    if source.startswith("?", start):
        start = min(found for found in (source.find(mark, start) for mark in ":)>") if found >= 0)
        if source[start] == ")":
            return "", None, start + 1  # flags for the rest, such as (?i)
        start += 1
    group, end = parse(source, start)
    return "(", group, end + 1


def _read_quantifier(source: str, at: int) -> tuple[str, int]:
    if source[at : at + 1] not in tuple(_QUANTIFIERS):
        return "", at
    end = source.find("}", at) + 1 if source[at] == "{" else at + 1
    quantifier = source[at:end]
    return quantifier, end + (source[end : end + 1] == "?")
