"""Where the value of a setting ends. All offsets are in bytes."""

from __future__ import annotations

from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text.memory import once_a_text
from diagnostic.text.ranges import find_or_end

_LONGEST = 4096
_LOOK_BACK = 200
_MOST_QUOTES = 64


def find_closing(data: bytes, start: int, slashes: int, quote: bytes) -> int:
    """Where a string ends that begins at `start` with `slashes` backslashes before its quote; the line's
    end if none closes it.
    """
    stop = find_or_end(data, b"\n", start, start + _LONGEST)
    at, step = data.find(quote, start, stop), 2 * (slashes + 1)
    for _ in range(_MOST_QUOTES):
        if at < 0:
            break
        before = at
        while before > start and data[before - 1] == 92:
            before -= 1
        count = at - before
        if count % step == slashes or count < slashes:
            return at - min(count, slashes)
        at = data.find(quote, at + 1, stop)
    return stop


# \\n is an escaped line end only if a word or another escape follows.
_LINE_END = rb"""\\[nr](?:\\|\s|[A-Za-z_][\w .-]*[=:,(]|[A-Za-z]+\s|["'}\]]|$)"""
ESCAPED_LINE_END = Pattern(
    rb"\\+[nr](?:\\|\s|[/\[{<>-]|[A-Za-z_][\w"
    rb" .-]*[=:,(]|[A-Za-z]+\s|[\"'}\]]|$)|&(?:amp;){0,3}(?:quot|apos|lt|gt|#\d{2,3});"
)
_BLANK = Pattern(rb"[\s\x01\x{201c}-\x{201f}]|&(?:quot|apos|#34|#39|#x27);|</\w+>|" + _LINE_END)
_NEXT_NAME = Pattern(
    rb"""[;,]\s{0,2}[{("'`]{0,2}[A-Za-z_][\w .-]{2,40}["'`]{0,2}\s?[=:]"""
    rb"""|&[A-Za-z_][\w.-]{1,40}="""
    rb"""|[,;]\s|[,;]$"""
    rb"""|\\*["'`][,;)\]}]"""
)
_NEXT_SETTING = Pattern(
    _LINE_END + rb"""|\s+[A-Za-z_][\w.-]{0,40}=|\s#\s|\s+->\s|\x01|</\w+>|\s&&?\s|\s\|\s|\s>\s?[/\w]|\s<\s"""
)
_QUERY_VALUE = Pattern(rb"[\w.%+/-]{16,}")
_CLOSERS = {b")": b"(", b"]": b"[", b"}": b"{", b">": b"<"}


@once_a_text
def _has_escaped_ends(data: bytes) -> bool:
    return b"\\n" in data


def find_bare_end(data: bytes, start: int, to_line_end: bool, opened_by: bytes) -> int:
    """Where an unquoted value ends: at a space, at the next setting, or at the quote or bracket that opened
    before it. With `to_line_end` the value may contain spaces; `opened_by` is the quote around the name and
    the value.
    """
    stop = find_or_end(data, b"\n", start, start + _LONGEST)
    if opened_by:
        closing = data.find(opened_by, start, stop)
        if closing > start:
            stop = closing
            while data[stop - 1] == 92 and stop > start:
                stop -= 1
            to_line_end = True
    found = (_NEXT_SETTING if to_line_end else _BLANK).search(data, start, stop)
    end = found.start() if found else stop
    if _has_escaped_ends(data) and (
        data.count(b"\\n", max(0, start - _LOOK_BACK), min(len(data), stop + _LOOK_BACK)) > 1
    ):
        # Where line ends are written as \\n, the first one ends the line.
        escaped = data.find(b"\\n", start, end)
        if escaped > start:
            end = escaped
            while data[end - 1] == 92:
                end -= 1
    before = data[max(0, start - _LOOK_BACK) : start]
    found = _NEXT_NAME.search(data, start, end)
    if found and found.start() - start >= 4 and _ends_here(before, data, found, to_line_end):
        end = found.start()
    return _trim(data, start, end, before[before.rfind(b"\n") + 1 :])


def _ends_here(before: bytes, data: bytes, found: Any, is_own_line: bool) -> bool:
    mark = data[found.start() : found.start() + 1]
    if mark in b"\"'`\\":
        quote = data[found.start() : found.end()].lstrip(b"\\")[:1]
        return bool(before.count(quote) & 1)
    return (
        not (mark == b"&" and is_own_line)
        or _QUERY_VALUE.fullmatch(data[max(0, found.start() - 200) : found.start()].rpartition(b"=")[2])
        is not None
    )


def _trim(data: bytes, start: int, end: int, before: bytes) -> int:
    """Removes from the end what belongs to the text around: spaces, a comma, a bracket or a quote that opened
    before the value.
    """
    while end > start:
        char = data[end - 1 : end]
        if char in b" \t,;":
            end -= 1
        elif (
            char == b":"
            and data[end - 2 : end - 1] in (b")", b"]")
            and before.count(b"(") > before.count(b")")
        ):
            end -= 1  # def f(token=None):
        elif char in b")]}>" and data.count(_CLOSERS[char], start, end) >= data.count(char, start, end):
            break  # ${NAME} contains its own opening bracket
        elif char in b")]}>" and before.count(_CLOSERS[char]) > before.count(char):
            end -= 1
            before += char
        elif char in b"\"'`" and before.count(char) & 1:
            end -= 1
            before += char
            while end > start and data[end - 1] == 92:
                end -= 1
        else:
            break
    return end
