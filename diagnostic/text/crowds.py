"""Finds where so many settings stand side by side that no program prints them and no person pastes them. Only
a hostile text needs the time that reading each of them takes, in each view of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.views import View

# So many names of secrets behind another one on their line, within so many bytes; a file of settings has one
# a line. Of 55,000 texts none has more than 20. Words of settings in any order have 44 to 84.
_MOST, _WITHIN = 32, 4096
# No reader of values looks farther.
_REACH = 8192
_BLANK_LINE = b"\n\n"
_ASSIGNS = b" \t\r\"'`:;=([{,"
# Masks for what goes on over blank lines.
_LONG = ("private-key-begin", "private-key-end", "kubernetes-secret", "web-key", "content")
_PART = b"form-data"


def find_crowds(view: View) -> list[Range]:
    """The paragraphs in which names crowd, and the one below if it may be the value of the last name."""
    if len(view.names) <= _MOST:
        return []
    crowds: list[Range] = []
    is_long = any(name in view.due for name in _LONG)
    for first, last in _find_dense(view):
        low, high = max(0, first - _REACH), min(len(view.data), last + _REACH)
        if not is_long:
            low, high = _find_start(view.data, low, first), _find_end(view, last, high)
        if crowds and low <= crowds[-1][1]:
            low = crowds.pop()[0]
        crowds.append((low, high))
    return crowds


def _find_dense(view: View) -> Iterator[Range]:
    """From the start of the first to the end of the last of the names that crowd, without overlaps."""
    beside = [name for above, name in pairwise(view.names) if view.data.find(b"\n", above[0], name[0]) < 0]
    start = end = -1
    for first, last in zip(beside, beside[_MOST:], strict=False):
        if last[0] - first[0] > _WITHIN:
            continue
        if first[0] > end:
            if end >= 0:
                yield start, end
            start = first[0]
        end = last[1]
    if end >= 0:
        yield start, end


def _find_start(data: bytes, low: int, first: int) -> int:
    blank = data.rfind(_BLANK_LINE, low, first)
    return blank + len(_BLANK_LINE) if blank >= 0 else low


def _find_end(view: View, last: int, high: int) -> int:
    end = find_or_end(view.data, _BLANK_LINE, last, high)
    behind = max(stop for start, stop, _ in view.names if start < end)
    if view.data[behind:end].strip(_ASSIGNS) and _PART not in view.data[last:end]:
        return end
    return find_or_end(view.data, _BLANK_LINE, end + len(_BLANK_LINE), high)
