"""Log files -> Tally: plain files in ranges over all cores, compressed ones and pipes block by block."""

from __future__ import annotations

import errno
import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import BinaryIO

from diagnostic.diagnosis import rulebook
from diagnostic.log.events import MAX_EVENT_BYTES, Layout, find_entries, next_beginning
from diagnostic.log.tally import Tally
from diagnostic.scan.counting import count_events
from diagnostic.scan.gate import find_signs, prepare

# One range is held in memory whole, so memory is this times the number of workers, whatever the file's size.
RANGE_BYTES = 8 << 20
_GZIP = b"\x1f\x8b"

Progress = Callable[[int], None]


def scan_files(
    names: Sequence[str], workers: int | None = None, progress: Progress = lambda read: None
) -> Tally:
    """Counts the Claude API errors of all files; "-" is standard input. Raises OSError with the file's
    name.
    """
    workers = workers or os.cpu_count() or 1
    total = Tally()
    # Before the processes start, so that all of them have what is compiled.
    prepare(is_large=any(name == "-" or Path(name).stat().st_size > RANGE_BYTES for name in names))
    with ProcessPoolExecutor(workers, initializer=rulebook) as pool:
        waiting: set[Future[Tally]] = set()
        for work in _split(names):
            if len(waiting) >= workers * 2:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                _collect(done, total, progress)
            waiting.add(pool.submit(*work))
        _collect(waiting, total, progress)
    return total


def _collect(done: set[Future[Tally]], total: Tally, progress: Progress) -> None:
    for future in done:
        tally = future.result()
        total.merge(tally)
        progress(tally.bytes_read)


def _split(names: Sequence[str]) -> Iterator[tuple]:
    for name in names:
        if name == "-":
            yield from _blocks(sys.stdin.buffer)
            continue
        with open(name, "rb") as file:
            if file.read(2) == _GZIP:
                file.seek(0)
                try:
                    with gzip.open(file) as unpacked:
                        yield from _blocks(unpacked)
                except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                    raise OSError(errno.EIO, f"the compressed file is damaged: {error}", name) from None
                continue
        size = Path(name).stat().st_size
        for start in range(0, size, RANGE_BYTES):
            yield scan_range, name, start, min(start + RANGE_BYTES, size)


def _blocks(stream: BinaryIO | gzip.GzipFile) -> Iterator[tuple]:
    held, layout = b"", None
    while block := stream.read(RANGE_BYTES):
        data = held + block
        layout = layout or Layout(data)
        # The last entry may go on in the next block: hold it back, but not for ever.
        cut = _last_beginning(data, layout)
        if cut == 0 and len(data) < RANGE_BYTES + MAX_EVENT_BYTES:
            held = data
            continue
        yield scan_block, data[:cut] or data, layout
        held = data[cut:] if cut else b""
    if held:
        yield scan_block, held, layout or Layout(held)


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


def scan_block(data: bytes, layout: Layout) -> Tally:
    """Counts the events of a block that begins and ends with whole entries."""
    tally = count_events(_entries(data, layout))
    tally.bytes_read = len(data)
    return tally


def _entries(data: bytes, layout: Layout) -> Iterator[bytes]:
    return (data[start:end] for start, end in find_entries(data, layout, find_signs))


def scan_range(name: str, start: int, end: int) -> Tally:
    """Counts the entries that begin in bytes start to end of a file, the last of them whole."""
    with open(name, "rb") as file:
        layout = Layout(file.read(64 << 10))
        # One line more in front, since where an entry begins may hang on the line before it.
        lead = min(start, MAX_EVENT_BYTES)
        file.seek(start - lead)
        data = file.read(lead + end - start + 2 * MAX_EVENT_BYTES)
    first = _entry_from(data, lead, layout)
    last = _entry_from(data, lead + end - start, layout)
    tally = count_events(_entries(data[first:last], layout))
    tally.bytes_read = end - start
    return tally


def _entry_from(data: bytes, position: int, layout: Layout) -> int:
    """The first entry that begins at or after `position`: both neighbours of a border find the same one."""
    if position == 0 or position >= len(data):
        return min(position, len(data))
    line = position if data[position - 1 : position] == b"\n" else data.find(b"\n", position) + 1
    return next_beginning(data, line, layout) if line else len(data)
