"""Finds the cells of table columns with a sensitive name: CSV, TSV, psql, mysql, Markdown, pandas,
PowerShell, and tables in code.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from diagnostic.patterns import Pattern
from diagnostic.text.names import Name, Sensitivity, read_name
from diagnostic.text.plain_words import is_joined_words
from diagnostic.text.randomness import is_key_like
from diagnostic.text.ranges import Range, find_or_end
from diagnostic.text.setting_values import looks_like_password
from diagnostic.text.tables_in_code import (
    LIST_OF_ROWS,
    find_html_cells,
    find_inserted_cells,
    find_listed_cells,
    trim_cell,
)

_NAME = Pattern(r"""[\w$ .'\x{b4}-\x{ffff}\[\]-]{1,60}|\((?:iteration )?index\)""")
# With all bytes of the box-drawing characters U+2500 to U+257F.
_RULER = b"-+=|: \t\xe2\x94\x95" + bytes(range(0x80, 0xC0))
_BAR, _BOX = b"|", "│".encode()
_OTHER_BARS = ("┆".encode(), "┃".encode(), "║".encode())
_MARKS = (_BAR, b"\t", b";", b",", _BOX)
# pandas, PowerShell and kubectl separate cells by two spaces or more.
_GAP = b"  "
_HEAD = Pattern(r"[A-Za-z_\x{b4}-\x{ffff}]+(?:[ ._-]?[\w\x{b4}-\x{ffff}]+){0,4}")
_CELL = Pattern(r"\S+(?: \S+)*")
_MOST_ROWS = 2000
_MOST_CELLS = 60
_LONGEST_HEADER = 1000


# The beginning of an error below a CSV table, whose commas do not separate cells.
_ERROR = Pattern(
    rb"""(?:^|[\s.])\w*(?:Error|Exception|error code)\b[^,\n]{0,80}[:{]|[ :][{\[]['"]\w{1,30}['"]:"""
)


class _Header(NamedTuple):
    """The separator, the number of cells, how many have a name, and the indices of the secret ones."""

    mark: bytes
    width: int
    named: int
    secret: tuple[int, ...]


def find_columns(data: bytes, names: list[Name], due: Container[str]) -> Iterator[Range]:
    """Cells of sensitive columns; `due` contains the forms of tables that may occur."""
    if "insert" in due:
        yield from find_inserted_cells(data)
        yield from _find_copied(data)
    if "html-table" in due:
        yield from find_html_cells(data)
    if "json-table" in due:
        yield from find_listed_cells(data)
    if "name-column" in due:
        yield from _find_named_rows(data)
    done = 0
    for start, stop, _ in names:
        if start < done or data[stop : stop + 1] in (b":", b"=", b"("):
            continue
        low = max(0, start - _LONGEST_HEADER)
        begin = max(low, data.rfind(b"\n", low, start) + 1)
        end = data.find(b"\n", stop, stop + _LONGEST_HEADER)
        done = end  # each line is examined once, at its first name
        # {"message": "id,password…: the table begins inside a string.
        if (opened := data.rfind(b': "', begin, start)) >= 0:
            begin = opened + 3
        header = _read_header(data[begin:end]) if end >= 0 else None
        if header is None:
            yield from _find_frame(data, data[begin:end], end + 1)
            continue
        if _is_row(data, begin, end, header):
            continue
        yield from _find_cells(data, end + 1, header)


_FRAME_HEAD = Pattern(r"[ ]{2,}[A-Za-z_]\w*(?: [A-Za-z_]\w*)+")
_WORD = Pattern(r"\S+")


def _find_frame(data: bytes, line: bytes, at: int) -> Iterator[Range]:
    """Cells of a table of pandas, which parts columns of text by one blank and numbers its rows."""
    if at <= 0 or not line.startswith(b"  ") or not _FRAME_HEAD.fullmatch(line):
        return
    names = line.split()
    secret = [column for column, name in enumerate(names) if read_name(name) >= Sensitivity.WORD]
    if not secret:
        return
    for _ in range(_MOST_ROWS):
        end = find_or_end(data, b"\n", at)
        cells = [found.span() for found in _WORD.finditer(data[at:end])]
        if b'":' in data[at:end]:  # 404 {"type": …: an error
            return
        if len(cells) != len(names) + 1 or not data[at : at + cells[0][1]].isdigit():
            return
        for column in secret:
            yield from trim_cell(data, at + cells[column + 1][0], at + cells[column + 1][1])
        at = end + 1


def _is_row(data: bytes, begin: int, end: int, header: _Header) -> bool:
    """Whether what looks like a header is a line of a log, or a row of a table that begins above."""
    first = data[begin:end].partition(header.mark)[0]
    below = data[end + 1 : end + 1 + _LONGEST_HEADER].partition(b"\n")[0]
    if header.named == 1 and (not below.strip() or below.strip(_RULER)):
        return True  # a box around a text, not a table: no ruler is below the first line
    if header.mark == _GAP:
        if (
            below.strip().startswith(data[begin:end].strip().partition(_GAP)[0]) or not below.strip()
        ):  # the prefix that pytest or a log puts before each line
            return True
        count = sum(1 for _ in _CELL.finditer(below)) if below.strip(_RULER) else header.width
        above = _line_above(data, begin)  # a row of a name and a value has other rows above it
        is_among_rows = bool(above.strip(_RULER)) and sum(1 for _ in _CELL.finditer(above)) == header.width
        return count not in (header.width, header.width + 1) or is_among_rows
    if not first.strip() and header.width == 2:  # | name | value |
        return True
    if first.strip() and data.startswith(first, end + 1):  # api-1  | …: the prefix of a log
        return True
    return _is_below_another(data, begin, below, header)


def _is_below_another(data: bytes, begin: int, below: bytes, header: _Header) -> bool:
    """Whether the line above is a row of the same table, or the ruler below its header."""
    above = _line_above(data, begin).rpartition(b': "')[2]
    if not above.strip(_RULER):  # a ruler, which rows follow
        return b"-" in above and header.mark == _BAR and bool(below.strip(_RULER))
    if b"{" in above or b'":"' in above:  # a message, not a row
        return False
    return above.strip(b" ").count(header.mark) + 1 == header.width


def _line_above(data: bytes, begin: int) -> bytes:
    low = max(0, begin - _LONGEST_HEADER)
    return data[max(low, data.rfind(b"\n", low, max(low, begin - 1)) + 1) : max(low, begin - 1)]


def _with_one_bar(line: bytes) -> bytes:
    """The line with one kind of bar for those of rich's tables and polars'."""
    for bar in _OTHER_BARS:
        line = line.replace(bar, _BOX)
    return line


def _read_header(line: bytes) -> _Header | None:
    """The header in this line; None if it is not one, or has no sensitive column."""
    line = _with_one_bar(line)
    if line.lstrip().startswith(b"||"):  # Jira's
        line = line.replace(b"||", _BAR)
    for mark in _MARKS:
        if mark in line:
            return _read_names(mark, line.strip(b" ").split(mark))
    cells = [found.group() for found in _CELL.finditer(line)] if _GAP in line.strip() else []
    is_head = len(cells) > 1 and all(_HEAD.fullmatch(cell) for cell in cells)
    return _read_names(_GAP, cells) if is_head else None


def _read_names(mark: bytes, cells: list[bytes]) -> _Header | None:
    if len(cells) > _MOST_CELLS:
        return None
    names = [cell.strip(b" \t\"'`*") for cell in cells]
    if any(
        name and not _NAME.fullmatch(name) or len(name.split()) > 4 or looks_like_password(name)
        for name in names
    ):
        return None
    secret = tuple(
        number for number, name in enumerate(names) if name and read_name(name) >= Sensitivity.WORD
    )
    if secret and (_is_about_units(names) or mark == _GAP and _is_setting(names, secret)):
        return None
    return _Header(mark, len(cells), sum(map(bool, names)), secret) if secret else None


_LEAST_WORDS = 3


def _is_setting(names: list[bytes], secret: tuple[int, ...]) -> bool:
    """Whether it is a name and its value, not two names: Mail password    x1-y2-z3"""
    if len(names) != _WIDTH_OF_SETTING or secret != (0,):
        return False
    value = names[1]
    is_of_words = is_joined_words(value) and len(value.replace(b"_", b"-").split(b"-")) >= _LEAST_WORDS
    return is_key_like(value) or is_of_words


_WIDTH_OF_SETTING = 2
# Beside one of these, a column of tokens has the units that a model reads.
_OF_UNITS = frozenset(b"count counts frequency logprob logprobs probability prob".split())


def _is_about_units(names: list[bytes]) -> bool:
    """Whether the secret column is one of a model's tokens: | token | count |"""
    lower = {name.lower() for name in names}
    return not lower.isdisjoint(_OF_UNITS) and not lower.isdisjoint((b"token", b"tokens"))


def _find_cells(data: bytes, at: int, header: _Header) -> Iterator[Range]:
    has_rows = False
    for _ in range(_MOST_ROWS):
        end = find_or_end(data, b"\n", at)
        line = _with_one_bar(data[at:end]) if header.mark == _BOX else data[at:end]
        if not line.strip() or (header.mark == b"," and _ERROR.occurs(line)):
            return
        if line.strip(_RULER) and line[:8] != b"\x01" * 8:
            cells = _split_row(line, header, end == len(data) or data[end + 1 : end + 2] == b"\0")
            is_short = len(cells) < header.width and len(cells) <= max(header.secret)
            if is_short or (header.mark != _GAP and header.mark not in line):
                return
            for column in header.secret:
                yield from _find_cell(data, at, cells, column, header)
        elif has_rows and header.mark == _GAP and b"=" in line:
            return  # reStructuredText closes a table with a ruler
        has_rows = has_rows or bool(line.strip(_RULER))
        at = end + 1
        if at >= len(data):
            return


def _split_row(line: bytes, header: _Header, is_last: bool) -> list[Range]:
    """The cells as ranges of the line, or none if it is not a row; the last line may be truncated."""
    if header.mark != _GAP:
        return _split_at_marks(line, header.mark)
    cells = [found.span() for found in _CELL.finditer(line)]
    is_cut = is_last and max(header.secret) < len(cells) < header.width and not _ERROR.occurs(line)
    return cells if is_cut or len(cells) in (header.width, header.width + 1) else []


def _split_at_marks(line: bytes, mark: bytes) -> list[Range]:
    """The cells as ranges of the line; a separator inside double quotes does not count."""
    cells: list[Range] = []
    start, is_quoted = len(line) - len(line.lstrip(b" ")), False
    at = start
    while at < len(line):
        if line[at] == 34:
            is_quoted = not is_quoted and b'"' in line[at + 1 :]
        elif not is_quoted and line.startswith(mark, at):
            cells.append((start, at))
            at = start = at + len(mark)
            continue
        at += 1
    cells.append((start, len(line)))
    return cells


def _find_cell(data: bytes, at: int, cells: list[Range], column: int, header: _Header) -> Iterator[Range]:
    surplus = max(0, len(cells) - header.width)
    if column + surplus >= len(cells):
        return
    # A cell that contains the separator makes the row longer, so every cell that may be the secret is
    # included. pandas puts a number before each row.
    first = column + surplus if header.mark == _GAP else column
    start, end = at + cells[first][0], at + cells[column + surplus][1]
    yield from trim_cell(data, start, end)


_NAME_COLUMN = Pattern(
    r"""(?im)^[^\n]{0,79}\b(?:name|key|variable|setting|parameter|property|option)["']?[,;\t]"""
    r"""[^\n]{0,79}\bvalue\b[^\n]{0,79}$"""
)
_NAME_CELLS = (b"name", b"key", b"variable", b"setting", b"parameter", b"property", b"option")


def _find_named_rows(data: bytes) -> Iterator[Range]:
    """Cells of the column "value" in rows whose "name" is sensitive."""
    for header in _NAME_COLUMN.finditer(data):
        line = header.group()
        mark = next(mark for mark in (b"\t", b";", b",") if mark in line)
        cells = [cell.strip(b" \"'\r").lower() for cell in line.split(mark)]
        name = next((at for at, cell in enumerate(cells) if cell in _NAME_CELLS), -1)
        if name >= 0 and b"value" in cells[name + 1 :]:
            value = cells.index(b"value", name + 1)
            table = _Header(mark, len(cells), len(cells), (value,))
            yield from _find_named_cells(data, header.end() + 1, table, name)


def _find_named_cells(data: bytes, at: int, header: _Header, name: int) -> Iterator[Range]:
    for _ in range(_MOST_ROWS):
        end = find_or_end(data, b"\n", at)
        cells = _split_at_marks(data[at:end].rstrip(b"\r"), header.mark)
        if len(cells) < header.width:
            return
        low, high = cells[name]
        if read_name(data[at + low : at + high].strip(b" \"'")) >= Sensitivity.WORD:
            yield from _find_cell(data, at, cells, header.secret[0], header)
        at = end + 1


_COPY = Pattern(r"(?i)\bcopy\s+[\w.\"]{1,80}\s*\(([^()]{1,1000})\)\s+from\s+stdin;?\n")


def _find_copied(data: bytes) -> Iterator[Range]:
    """Cells of sensitive columns below PostgreSQL's COPY … FROM stdin."""
    for copied in _COPY.finditer(data):
        columns = [column.strip(b' \t\n"') for column in copied.group(1).split(b",")]
        header = _read_names(b"\t", columns)
        if header:
            yield from _find_cells(data, copied.end(), header)


SIGNS = {
    # Only the first words, because the whole pattern is too large for Hyperscan.
    "insert": Pattern(r"(?i)\b(?:(?:insert|replace)\s+(?:ignore\s+)?into|copy)\s"),
    "name-column": Pattern(
        r"""(?i)(?:name|key|variable|setting|parameter|property|option)["']?[,;\t][^\n]*\bvalue\b"""
    ),
    "html-table": Pattern(r"(?i)<th\b"),
    "json-table": LIST_OF_ROWS,
}


def find_tables(data: bytes) -> frozenset[str]:
    """The forms of tables that may occur in the text."""
    return frozenset(name for name, sign in SIGNS.items() if sign.search(data))
