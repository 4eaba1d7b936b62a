"""Finds line breaks that a terminal added, inside an error body and at its margin; returns edits that remove
them.
"""

from __future__ import annotations

from itertools import accumulate

from diagnostic.patterns import Pattern
from diagnostic.text.sourcemap import Edit

_OPEN_BODY = Pattern(r"""[{\[][^\n]*["']?(?:type|error|message)["']?\s?:""")
_MIN_WIDTH, _MAX_WIDTH = 60, 240
_TERMINALS = (80, 100, 120, 132)
_COMMON_PREFIX = 12
# A ruler or a fence is not cut, and does not continue another line.
_RULER = Pattern(r"[\s^~=_*#+|`\x{2500}-\x{257f}-]*$")
# The last line of a traceback, below code that may be as long as a terminal is wide.
_EXCEPTION = Pattern(r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Interrupt|Timeout|Warning)(?::|$)")

# The end of a log line of a request. httpx's line for the Messages API may be as long as a terminal is
# wide.
_REQUEST_LOG_LINE = Pattern(r"\"HTTP/[\d.]+ \d{3}[^\"\n]*\"$")


def find_wraps(text: str) -> list[Edit]:
    """Line ends inside an error body that a terminal broke at its width."""
    edits: list[Edit] = []
    if "{" not in text:
        return edits
    lines = text.split("\n")
    position, depth, width, joined = 0, 0, 0, 0
    for line, following in zip(lines, lines[1:], strict=False):
        end = position + len(line)
        if depth:
            depth += _depth(line)
        elif (
            "{" in line
            and _MIN_WIDTH <= len(line) <= _MAX_WIDTH
            and _depth(line) > 0
            and _OPEN_BODY.occurs(line.encode())
        ):
            depth, width, joined = _depth(line), len(line), 0
        if (
            depth > 0
            and joined < 12
            and following
            and not following[0].isspace()
            and abs(len(line) - width) <= 24
        ):
            # A line of full width was broken inside a word, a shorter one at a space.
            edits.append((end, end + 1, "" if len(line) >= width else " "))
            joined += 1
        else:
            depth = 0
        position = end + 1
    return edits


def find_cuts(text: str) -> list[Edit]:
    """Line ends at which a terminal's margin broke all longer lines, even within words."""
    lines = text.split("\n")
    lengths = [*map(len, lines)]
    width = max(lengths)
    least = 1 if width in _TERMINALS else 2
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or lengths.count(width) < least:
        return []
    full = [
        at
        for at, line in enumerate(lines[:-1])
        if len(line) == width and not _is_whole(line) and not _begins_anew(lines[at + 1])
    ]
    # Lines of the same length and beginning are records, not pieces of one line.
    if len({lines[at][:_COMMON_PREFIX] for at in full}) < len(full) or len(full) < least:
        return []
    ends = [*accumulate(len(line) + 1 for line in lines)]
    return [(ends[at] - 1, ends[at], "") for at in full]


def _is_whole(line: str) -> bool:
    return _RULER.match(line) is not None or _REQUEST_LOG_LINE.occurs(line.encode())


def _begins_anew(line: str) -> bool:
    return _RULER.match(line) is not None or _EXCEPTION.match(line) is not None


def _depth(line: str) -> int:
    return line.count("{") - line.count("}")
