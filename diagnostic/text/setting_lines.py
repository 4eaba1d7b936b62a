"""Settings whose value is on its own line or cell: blocks below a name, rows of a name and a value,
directives.
"""

from __future__ import annotations

from diagnostic.patterns import Pattern
from diagnostic.text.names import Holds
from diagnostic.text.randomness import changes, is_key_like
from diagnostic.text.setting_values import (
    NAMED,
    Range,
    is_marked,
    is_strong,
    is_value,
    line_start,
    read_quoted,
)
from diagnostic.text.values import find_bare_end, is_word

_LONGEST_CELL = 2048
# What is beside a password in .netrc.
_NETRC = Pattern(r"(?:login|machine|user|account|default)\b")
_INDENT = Pattern(r"[ \t>|#]*")


def read_block(data: bytes, start: int, colon: int, at: int, holds: Holds) -> Range | None:
    """The value on the lines below: a YAML block, an indented string, one line behind a question."""
    lead = data[line_start(data, start) : start]
    if lead.strip(b" \t>|#-") and data.startswith(lead, at):
        return _read_below_prefix(data, at + len(lead), holds)
    own = _INDENT.match(data, line_start(data, start))
    indent = own.end() - own.start()
    is_block = data[colon:at].strip()[:1] in (b"|", b">", b"<")
    begin = end = None
    while at < len(data):
        line_end = data.find(b"\n", at)
        line_end = line_end if line_end >= 0 else len(data)
        lead = _INDENT.match(data, at, line_end)
        if lead.end() == line_end or (lead.end() - at <= indent and begin is not None):
            break
        line = data[lead.end() : line_end].rstrip()
        is_deeper = lead.end() - at > indent
        if begin is None:
            if value := read_quoted(data, lead.end(), holds, True):
                return value if value[1] > value[0] else None
            if (
                b": " in line
                or line.endswith((b":", b"{", b"[", b"("))
                or (line.startswith((b"- ", b"{", b"[", b"}", b")")) and not is_strong(line))
            ):
                return None
            # On its own line it must look like one: what is there may be the text going on.
            if (
                not is_block
                and (b" " in line or (NAMED.match(line) and changes(line) < 0.4))
                or not (is_deeper or is_marked(line))
            ):
                return None
            begin = lead.end()
        end = lead.end() + len(line)
        if not is_block:
            break
        at = line_end + 1
    if begin is None or end is None or not is_value(data[begin:end], holds, False, is_block):
        return None
    return begin, end


def _read_below_prefix(data: bytes, at: int, holds: Holds) -> Range | None:
    """The value on the line below, where a log puts the same words before each line: deeper than the name."""
    stop = data.find(b"\n", at)
    line = data[at : stop if stop >= 0 else len(data)].rstrip()
    value = line.lstrip(b" \t")
    start = at + len(line) - len(value)
    if start == at:
        return None
    if quoted := read_quoted(data, start, holds, True):
        return quoted if quoted[0] < quoted[1] else None
    is_other = (
        value.startswith((b"- ", b"{", b"[", b"}", b")"))
        and not is_strong(value)
        or NAMED.match(value)
        or b" " in value
    )
    return (start, start + len(value)) if not is_other and is_value(value, holds, False, True) else None


def read_below(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """A name alone on its line, as a copied form has it: the line below."""
    line = line_start(data, start)
    if data[line:start].strip(b" \t>|#*-") or holds < Holds.WORD:
        return None
    stop = data.find(b"\n", at)
    value = data[at : stop if stop >= 0 else len(data)].rstrip()
    return (
        (at, at + len(value))
        if is_marked(value)
        and len(value) >= 8
        and not (NAMED.match(value) and changes(value) < 0.4)
        and not value.endswith(b":")
        else None
    )


# What may stand behind the last cell: bars, the quotes of a string that holds the row, tags.
_ROW_END = Pattern(rb"""(?:[ |\x{2502}"'`,]|</\w+>)*""")
_BARS = (b"|", "│".encode())


def read_row(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """A row of a table: the name, a gap or a bar, the value."""
    line = line_start(data, start)
    before = data[line:start].rstrip(b" \t\"'`*")
    if any(bar in data[start:at] for bar in _BARS):
        return _read_cell(data, at, before, holds)
    end = find_bare_end(data, at, False, b"")
    # {"message": "DB_PASSWORD   x1-y2…: the row begins in a string of a log.
    is_first = before.strip(b" \t|>*+-\xe2\x94\x82") == b"" or data[line:start].endswith((b': "', b": '"))
    value = data[at:end]
    if not is_first or not is_value(value, holds, False, True):
        return None
    if data[at - 1 : at] == b"\t" or is_marked(value) or not is_word(value):
        rest = data[end : end + 40].partition(b"\n")[0]
        return (at, end) if _ROW_END.fullmatch(rest) or is_key_like(value) else None
    return None


def _read_cell(data: bytes, at: int, before: bytes, holds: Holds) -> Range | None:
    """The last cell of a row of two, between bars or in psql's expanded form."""
    if before.strip(b" \t>") and not before.endswith(_BARS):
        return None
    stop = data.find(b"\n", at, at + _LONGEST_CELL)
    stop = stop if stop >= 0 else min(len(data), at + _LONGEST_CELL)
    bars = [place for bar in _BARS if (place := data.find(bar, at, stop)) >= 0]
    end = min(bars, default=stop)
    # What follows is the end of the row, or of the string that holds it.
    if not _ROW_END.fullmatch(data, end, stop) and data[end + 1 : end + 2] not in b"\"'\\|\x01":
        return None
    value = data[at:end].strip(b" \t`*")
    start = data.find(value, at, end)
    is_said_so = is_word(value) or not is_value(value, holds, False, True)
    return None if not value or is_said_so else (start, start + len(value))


def _line_above(data: bytes, line: int) -> int:
    return max(0, data.rfind(b"\n", max(0, line - 200), max(0, line - 1)) + 1)


def read_directive(data: bytes, start: int, at: int, holds: Holds) -> Range | None:
    """requirepass value: a line of a name and a value, and no more."""
    line, stop = line_start(data, start), data.find(b"\n", at, at + 400)
    stop = stop if stop >= 0 else min(len(data), at + 400)
    value = data[at:stop].rstrip()
    is_alone = (
        (
            holds is Holds.SECRET
            or (_NETRC.match(data, stop + 1) or _NETRC.match(data, _line_above(data, line)))
        )
        and not data[line:start].strip(b" \t>|")
        and not any(char in value for char in b" \t")
    )
    return (
        (at, at + len(value))
        if is_alone and not is_word(value) and is_value(value, holds, False, True)
        else None
    )
