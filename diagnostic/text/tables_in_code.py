"""Tables as code writes them: HTML, lists of rows in JSON, and rows that SQL inserts."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.ranges import Range

_LEAST = 3


def trim_cell(data: bytes, start: int, end: int) -> Iterator[Range]:
    """The cell without blanks and quotes, if it may be a secret."""
    value = data[start:end]
    start += len(value) - len(value.lstrip(b" \t\n\"'`"))
    end -= len(value) - len(value.rstrip(b" \t\n\"'`"))
    if end - start >= _LEAST and not is_placeholder(data[start:end]):
        yield start, end


_TAG = Pattern(r"(?i)<(table|tr|th|td)\b[^<>\n]*>")
_LONGEST_CELL = 4096


def find_html_cells(data: bytes) -> Iterator[Range]:
    """Cells below a <th> with a sensitive name."""
    secret: set[int] = set()
    column = -1
    for tag in _TAG.finditer(data):
        kind, start = tag.group(1).lower(), tag.end()
        if kind == b"table":
            secret = set()
        if kind in (b"table", b"tr"):
            column = -1
            continue
        column += 1
        end = data.find(b"</t", start, start + _LONGEST_CELL)
        if kind == b"th":
            if end >= 0 and read_name(data[start : min(end, start + 80)].strip()) >= Sensitivity.WORD:
                secret.add(column)
        elif column in secret:
            yield from trim_cell(data, start, end if end >= 0 else min(len(data), start + _LONGEST_CELL))


LIST_OF_ROWS = Pattern(
    r"""\[((?:\s*["'][^"'\[\]{}\n]*["']\s*,?)+)\](?:\s*,\s*|[^\[\]]{0,40}[:=]\s*\[\s*)[\[(]"""
)
_STRING = Pattern(r"""["']([^"'\[\]{}\n]*)["']""")
_SQL = Pattern(r"""'(?:[^'\n\\]|\\.|'')*'?|"(?:[^"\n\\]|\\.)*"?|[(),;\[\]]|[^\s(),;'"\[\]]+""")
_LONGEST_LIST = 64 * 1024


def find_listed_cells(data: bytes) -> Iterator[Range]:
    """Cells of ["id", "password"], ["1", "x"], … and of "columns": […], "data": [[…], …]."""
    done = 0
    for found in LIST_OF_ROWS.finditer(data):
        names = [name.group(1).strip() for name in _STRING.finditer(found.group(1))]
        secret = {number for number, name in enumerate(names) if name and read_name(name) >= Sensitivity.WORD}
        if secret and found.start() >= done:
            cells, done = _find_values(data, found.end() - 1, secret)
            yield from cells


_INSERT = Pattern(
    r"(?i)\b(?:insert|replace)\s+(?:ignore\s+)?into\s+[\w.\"`\[\]]{1,80}\s*\(([^()]{1,1000})\)\s*values\s*"
)


def find_inserted_cells(data: bytes) -> Iterator[Range]:
    """Values of sensitive columns in INSERT statements."""
    done = 0
    for insert in _INSERT.finditer(data):
        columns = [column.strip(b" \t\n\"'`[]") for column in insert.group(1).split(b",")]
        secret = {number for number, column in enumerate(columns) if read_name(column) >= Sensitivity.WORD}
        if secret and insert.start() >= done:
            values, done = _find_values(data, insert.end(), secret)
            yield from values


def _find_values(data: bytes, at: int, secret: set[int]) -> tuple[list[Range], int]:
    """The values of the secret columns in (…), (…), … or […], […], …, and where the list ends."""
    found: list[Range] = []
    column = depth = 0
    for piece in _SQL.finditer(data, at, min(len(data), at + _LONGEST_LIST)):
        start, at = piece.span()
        char = data[start : start + 1]
        if char in (b"(", b"["):
            depth, column = depth + 1, 0 if depth == 0 else column
        elif char in (b")", b"]"):
            depth -= 1
        elif char == b";" or (depth <= 0 and char != b","):
            break
        elif char == b",":
            column += depth == 1
        elif column in secret:
            is_string = char in (b"'", b'"')
            end = at - (is_string and data[at - 1 : at] == char and at - start > 1)
            if not is_placeholder(data[start + is_string : end]):
                found.append((start + is_string, end))
    return found, at
