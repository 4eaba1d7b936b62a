"""A piece of a log -> Tally, as one task on any engine; also splits files and standard input into pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple
from zlib import crc32

from diagnostic.log.events import MAX_EVENT_BYTES, Layout, find_entries, next_beginning
from diagnostic.log.tally import Tally
from diagnostic.scan.counting import count_events, new_tally
from diagnostic.scan.forms import PARQUET, PLAIN, WHOLE_SUFFIXES, DamagedError, find_form, read_text
from diagnostic.scan.gate import find_sign, prepare
from diagnostic.scan.selection import EVERYTHING, Selection
from diagnostic.scan.storage import File, is_remote, open_file, read_range

# A worker holds one range in memory, so memory is this times the number of workers for any file size.
RANGE_BYTES = 8 << 20
# Larger, because each range of a remote store costs three requests.
REMOTE_RANGE_BYTES = 32 << 20
_HEAD_BYTES = 64 << 10


class Piece(NamedTuple):
    """The part of a file that one task counts, as offsets of stored bytes."""

    name: str
    start: int
    end: int
    is_whole: bool  # compressed files cannot be read from the middle


def split(file: File) -> Iterator[Piece]:
    """The pieces of a file, from its size and name only."""
    if file.name.lower().endswith(WHOLE_SUFFIXES) or not file.has_ranges:
        yield Piece(file.name, 0, file.size, True)
        return
    step = REMOTE_RANGE_BYTES if is_remote(file.name) else RANGE_BYTES
    for start in range(0, file.size, step):
        yield Piece(file.name, start, min(start + step, file.size), False)


def count_piece(piece: Piece, selection: Selection = EVERYTHING, is_long: bool = False) -> Tally:
    """Counts the entries that begin in the piece, to the end of the last one. Raises errors of the store.

    `is_long`: the scan is long enough for compiling to pay off.
    """
    prepare(is_long)
    head = read_range(piece.name, 0, _HEAD_BYTES)
    form = find_form(head)
    if form == PLAIN and not piece.is_whole:
        tally = _count_range(piece, head, selection)
    elif piece.start:  # the task with the first piece reads the whole file
        return new_tally()
    else:
        with open_file(piece.name) as file:
            tally = _count_whole(piece.name, file, form, selection)
    tally.files = int(piece.start == 0)
    return tally


def _count_range(piece: Piece, head: bytes, selection: Selection) -> Tally:
    layout = Layout(head)
    # One line more in front, because the line before decides whether an entry begins.
    lead = min(piece.start, MAX_EVENT_BYTES)
    data = read_range(piece.name, piece.start - lead, piece.end + 2 * MAX_EVENT_BYTES)
    first = _next_entry(data, lead, layout)
    last = _next_entry(data, lead + piece.end - piece.start, layout)
    tally = count_block(data[first:last], layout, selection)
    tally.bytes_read = min(piece.end - piece.start, max(0, len(data) - lead))
    if tally.bytes_read < piece.end - piece.start:
        tally.problems[piece.name] = "it became shorter while it was read"
    if (piece.start, piece.end) != (0, len(head)):
        tally.beginnings[piece.name] = frozenset((crc32(head), _sum_again(piece.name, head)))
    return tally


def _sum_again(name: str, head: bytes) -> int:
    """The checksum of the beginning as it is after a range was read: all other pieces may have read theirs
    before the file was replaced.
    """
    try:
        return crc32(read_range(name, 0, len(head)))
    except FileNotFoundError:  # removed only after the range was read
        return crc32(head)


def _next_entry(data: bytes, position: int, layout: Layout) -> int:
    """The first entry that begins at or after `position`; both tasks at a border find the same one."""
    if position == 0 or position >= len(data):
        return min(position, len(data))
    line = position if data[position - 1 : position] == b"\n" else data.find(b"\n", position) + 1
    return next_beginning(data, line, layout) if line else len(data)


def _count_whole(name: str, file: BinaryIO, form: str, selection: Selection) -> Tally:
    problems: list[str] = []
    if form == PARQUET:
        from diagnostic.scan.parquet import count_table

        return count_table(name, file, selection)
    tally = new_tally()
    for data, layout in blocks(until_damaged(read_text(file, form), problems)):
        tally.merge(count_block(data, layout, selection))
    tally.problems.update((name, problem) for problem in problems)
    return tally


def until_damaged(pieces: Iterable[bytes], problems: list[str]) -> Iterator[bytes]:
    """The pieces before the damage, which is recorded in `problems`."""
    try:
        yield from pieces
    except DamagedError as error:
        problems.append(str(error))


def blocks(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, Layout]]:
    """Blocks of whole entries, each about as large as a range; only one is in memory."""
    layout, held, parts, size = None, b"", [], 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size < RANGE_BYTES:
            continue
        data = b"".join((held, *parts))
        parts, size = [], 0
        layout = layout or Layout(data)
        # The last entry may continue in the next block: hold it back, but not forever.
        cut = _last_beginning(data, layout)
        if cut == 0 and len(data) < RANGE_BYTES + MAX_EVENT_BYTES:
            held = data
            continue
        yield data[:cut] or data, layout
        held = data[cut:] if cut else b""
    if data := b"".join((held, *parts)):
        yield data, layout or Layout(data)


def _last_beginning(data: bytes, layout: Layout) -> int:
    line = len(data)
    while line > max(0, len(data) - 2 * MAX_EVENT_BYTES):
        line = data.rfind(b"\n", 0, line - 1) + 1
        if line == 0:
            return 0
        end = data.find(b"\n", line)
        if end >= 0 and layout.begins(data, line, end):
            return line
    return line


def count_block(data: bytes, layout: Layout, selection: Selection) -> Tally:
    """Counts the events of a block of whole entries."""
    tally = count_events((data[start:end] for start, end in find_entries(data, layout, find_sign)), selection)
    tally.bytes_read = len(data)
    tally.has_long_lines = _has_long_lines(data)
    return tally


def _has_long_lines(data: bytes) -> bool:
    start = 0
    while len(data) - start > MAX_EVENT_BYTES:
        end = data.rfind(b"\n", start, start + MAX_EVENT_BYTES + 1)
        if end < 0:
            return True
        start = end + 1
    return False
