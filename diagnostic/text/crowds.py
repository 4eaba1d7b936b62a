"""Finds where so many settings of so many kinds stand side by side that no program prints them and no person
pastes them. Only a hostile text needs the time that reading each of them takes, in each view of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from diagnostic.text.mask_signs import EveryMask, count_kinds, find_kinds
from diagnostic.text.names import Name
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.views import View

# The work of reading names of secrets behind another one on their line (a file of settings has
# one a line), within so many bytes: each costs as much as looking for so many kinds of secrets, beside those
# that may be there. Of 80,000 texts none has more than 273 (39 arguments of one command). Words of settings
# in any order have 280 to 1,300.
_MOST, _WITHIN, _OF_NAME = 288, 4096, 2
# So many never crowd, whatever is beside them.
_FEW = 8
# No reader of values looks farther.
_REACH = 8192
# No window wraps its lines at such a width, so a value ends with its line.
_LONG_LINE = 400
_BLANK_LINE = b"\n\n"
_ASSIGNS = b" \t\r\"'`:;=([{,|>"
# Masks for what goes on over blank lines.
_LONG = ("private-key-begin", "private-key-end", "kubernetes-secret", "web-key", "content")
_PART, _VALUE = b"form-data", b"alue"


def find_crowds(view: View) -> list[Range]:
    """The paragraphs in which names crowd, or their long lines, with what may be a value of their names."""
    if len(view.names) <= _FEW:
        return []
    due = find_kinds(view.data) if isinstance(view.due, EveryMask) else view.due
    work = _work_of_name(due)
    if len(view.names) * work <= _MOST:
        return []
    crowds: list[Range] = []
    is_long = any(name in due for name in _LONG)
    for first, last in _find_various(view, work):
        low, high = max(0, first - _REACH), min(len(view.data), last + _REACH)
        if not is_long:
            low, high = _find_start(view, low, first), _find_end(view, last, high)
        if crowds and low <= crowds[-1][1]:
            low = crowds.pop()[0]
        crowds.append((low, high))
    return crowds


def _work_of_name(due: frozenset[str]) -> int:
    return count_kinds(due) + _OF_NAME


def _find_various(view: View, work: int) -> Iterator[Range]:
    """Where names crowd, by the kinds among them, which may be fewer than in the whole text."""
    for first, last in _find_dense(view.data, view.names, work):
        if last - first < len(view.data) - _WITHIN:
            inside = [name for name in view.names if first <= name[0] < last]
            yield from _find_dense(view.data, inside, _work_of_name(find_kinds(view.data[first:last])))
        else:
            yield first, last


def _find_dense(data: bytes, names: list[Name], work: int) -> Iterator[Range]:
    """From the start of the first to the end of the last of the names that crowd, without overlaps."""
    beside = [name for above, name in pairwise(names) if data.find(b"\n", above[0], name[0]) < 0]
    start = end = -1
    for first, last in zip(beside, beside[_MOST // work :], strict=False):
        if last[0] - first[0] > _WITHIN:
            continue
        if first[0] > end:
            if end >= 0:
                yield start, end
            start = first[0]
        end = last[1]
    if end >= 0:
        yield start, end


def _find_start(view: View, low: int, first: int) -> int:
    """The start of the first name's line, if the lines above are apart from it, or of its paragraph."""
    data = view.data
    line = max(low, data.rfind(b"\n", low, first) + 1)
    above = max(low, data.rfind(b"\n", low, max(low, line - 1)) + 1)
    is_apart = not _has_name(view, above, line) and _VALUE not in data[above:line]
    if is_apart and find_or_end(data, b"\n", first) - line >= _LONG_LINE:
        return line
    blank = data.rfind(_BLANK_LINE, low, first)
    return blank + len(_BLANK_LINE) if blank >= 0 else low


def _find_end(view: View, last: int, high: int) -> int:
    """The end of the last name's line, if the lines below are apart from it, or of its paragraph, or of the
    next one.
    """
    data = view.data
    end = find_or_end(data, b"\n", last, high)
    below = find_or_end(data, b"\n", end + 1, high)
    is_long = end - data.rfind(b"\n", 0, last) > _LONG_LINE
    if is_long and not _has_name(view, end, below) and _has_value(view, last, end):
        return end
    end = find_or_end(data, _BLANK_LINE, last, high)
    if _has_value(view, last, end):
        return end
    return find_or_end(data, _BLANK_LINE, end + len(_BLANK_LINE), high)


def _has_name(view: View, start: int, end: int) -> bool:
    at = bisect_left(view.names, (start, 0, 0))
    return at < len(view.names) and view.names[at][0] < end


def _has_value(view: View, last: int, end: int) -> bool:
    """Whether the value of the last name before `end` also is before it."""
    behind = view.names[bisect_left(view.names, (end, 0, 0)) - 1][1]
    return bool(view.data[behind:end].strip(_ASSIGNS)) and _PART not in view.data[last:end]
