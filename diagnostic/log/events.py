"""Log bytes -> events: a log line with everything that belongs to it, such as the traceback below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from diagnostic.patterns import Pattern
from diagnostic.text import noise

MAX_EVENT_BYTES = 64 << 10

# Every error of the Claude API contains one of these; events without any are not diagnosed.
HINT = Pattern(
    rb"(?i)anthropic|claude|overloaded|rate_limit_error|api_error|invalid_request_error|authentication_error"
    rb"|permission_error|not_found_error|request_too_large|billing_error|timeout_error|message_stop"
    rb"|\"type\":\s?\"error\"|httpx2|APIStatusError|APIConnectionError|APITimeoutError|req_01[0-9A-Za-z]{4}"
)

_TIMESTAMP = (
    rb"(?:[A-Z]+[: |\[]+)?[\[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    rb"|\d\d?/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d)"
)
_STAMPED = Pattern(rb"(?m)^(?:\{|\S{1,60} \|? ?)?" + _TIMESTAMP)
_JSON_LINE = Pattern(rb"(?m)^\{\"")
# Without timestamps, a line continues an entry if it is indented, blank, or a line that tracebacks print
# without indent.
_CONTINUED = Pattern(
    rb"^(?:[\s})\]|]|Traceback \(|During handling|The above"
    rb" exception|$|[\w.]{1,80}(?:Error|Exception|Timeout|Exit|Interrupt|Group)\b)"
)
# Lines inside an error, and the last line of a traceback.
_INNER = Pattern(rb"^(?:[ \t]*$|[ \t]+\S|[})\]]|Traceback \(|During handling|The above exception)")
_RAISED = Pattern(rb"^[\w.]{1,80}(?:Error|Exception|Timeout|Exit|Interrupt|Group)\b")
_QUOTED = Pattern(rb"^(?:> ?)+")
_LOGGER = Pattern(rb"^[\w.-]{1,60}: ")
# No entry begins with these, so one byte is enough to recognise most lines of a traceback.
_INDENTED = (b" ", b"\t", b"\n")
_MAX_PREFIXES = 4
_SAMPLE_BYTES = 64 << 10


class Layout:
    """How entries begin in this log, as detected from its first lines."""

    def __init__(self, sample: bytes) -> None:
        sample = sample[:_SAMPLE_BYTES]
        lines = sample.count(b"\n") + 1
        self.json = _occurs_more_than(lines // 2, _JSON_LINE, sample)
        self.stamped = _occurs_more_than(lines // 20, _STAMPED, sample)

    def begins(self, data: bytes, start: int, end: int) -> bool:
        """Whether the line data[start:end] begins an entry. Depends only on the line and the
        one before it.
        """
        if self.json:
            return True
        if data[start : start + 1] in _INDENTED:
            return False
        line = data[start : min(end, start + 200)]
        if self.stamped:
            return _STAMPED.match(line) is not None and not _continues_error(line, _line_before(data, start))
        if _CONTINUED.match(_without_quote_marks(line)):
            return False
        before = _without_quote_marks(_line_before(data, start))
        return not before[:1].isspace()


def _occurs_more_than(times: int, pattern: Pattern, sample: bytes) -> bool:
    return next(islice(pattern.finditer(sample), times, None), None) is not None


def _line_before(data: bytes, start: int) -> bytes:
    return data[max(0, data.rfind(b"\n", 0, max(0, start - 1)) + 1) : max(0, start - 1)]


def _without_quote_marks(line: bytes) -> bytes:
    # Replies to mails and issues prefix each line with "> ".
    return line[len(_QUOTED.match(line).group()) :] if line.startswith(b">") else line


def _continues_error(line: bytes, before: bytes) -> bool:
    """Whether this line continues an error in a log in which each line begins with a time."""
    text = _without_prefix(line)
    if _INNER.match(text):
        return True
    is_raised, name = _RAISED.match(text) is not None, _LOGGER.match(text)
    above = _without_prefix(before[:200])
    if is_raised and _INNER.match(above):
        return True
    # A collector repeats the logger's name too. Many loggers write only a traceback, so a traceback after a
    # name begins an entry, unless it is the next one of a chain.
    name_above = _LOGGER.match(above)
    if not name or not name_above or name.group() != name_above.group():
        return False
    text, above = text[name.end() :], above[name.end() :]
    is_head = text.startswith(b"Traceback (") or _RAISED.match(text) is not None
    return _INNER.match(above if is_head else text) is not None


def _without_prefix(line: bytes) -> bytes:
    for _ in range(_MAX_PREFIXES):
        found = noise.PREFIX.match(line)
        if not found:
            break
        line = line[found.end() :]
    return line


def next_beginning(data: bytes, start: int, layout: Layout) -> int:
    """The start of the first entry at or after `start`, which must be the start of a
    line; len(data) if none.
    """
    while start < len(data):
        end = _line_end(data, start)
        if layout.begins(data, start, end):
            return start
        start = end + 1
    return len(data)


def _line_end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return end if end >= at else len(data)


def find_hint(data: bytes, start: int) -> int:
    """The first place from `start` on that hints at Claude; -1 if there is none."""
    hit = HINT.search(data, start)
    return hit.start() if hit else -1


def find_entries(
    data: bytes, layout: Layout, find_sign: Callable[[bytes, int], int] = find_hint
) -> Iterator[tuple[int, int]]:
    """Start and end of each entry that contains a sign; `data` must begin with an entry."""
    position = 0
    while (sign := find_sign(data, position)) >= 0:
        start = data.rfind(b"\n", position, sign) + 1 or position
        while start > position and sign - start < MAX_EVENT_BYTES:
            if layout.begins(data, start, _line_end(data, start)):
                break
            start = data.rfind(b"\n", position, start - 1) + 1 or position
        end = next_beginning(data, _line_end(data, sign) + 1, layout)
        yield start, min(end, start + MAX_EVENT_BYTES)
        position = end
