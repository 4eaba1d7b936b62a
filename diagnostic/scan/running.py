"""Addresses -> Tally, on any executor of concurrent.futures: threads, processes, or a cluster."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from typing import Any, NamedTuple, cast

from diagnostic.log.tally import Tally
from diagnostic.scan.counting import new_tally
from diagnostic.scan.forms import find_form, read_text
from diagnostic.scan.gate import prepare
from diagnostic.scan.reading import RANGE_BYTES, blocks, count_block, count_piece, split, until_damaged
from diagnostic.scan.selection import EVERYTHING, Selection
from diagnostic.scan.storage import File, describe_failure, find_files

STANDARD_INPUT = "-"
# Attempts in total if a store refuses.
_ATTEMPTS = 3
# After this time without a result, the engine is checked.
_HEALTH_CHECK_SECONDS = 15.0

Progress = Callable[[int], None]


class Task(NamedTuple):
    """One call that counts part of the log."""

    name: str
    size: int  # stored bytes
    call: Callable[..., Tally]
    arguments: tuple[Any, ...]


class StoppedError(Exception):
    """The engine broke down before the log was counted."""


def find_all(addresses: Sequence[str]) -> list[File]:
    """The files of all addresses except standard input. Raises OSError with the address."""
    return find_files([address for address in addresses if address != STANDARD_INPUT])


def scan(
    addresses: Sequence[str],
    executor: Executor,
    in_flight: Callable[[], int],
    selection: Selection = EVERYTHING,
    progress: Progress = lambda read: None,
    files: Sequence[File] | None = None,
) -> Tally:
    """Counts the Claude API errors of all files; "-" is standard input.

    At most `in_flight()` tasks are submitted at a time, so that memory does not grow with the log; it raises
    StoppedError if nothing can run any more. Unreadable files are recorded in the tally's `problems`. Raises
    OSError if an address matches no file, StoppedError if the executor breaks down.
    """
    files = find_all(addresses) if files is None else files
    has_input = STANDARD_INPUT in addresses
    is_long = has_input or sum(file.size for file in files) > RANGE_BYTES
    total, waiting = new_tally(), dict[Future[Tally], tuple[Task, int]]()
    problems: list[str] = []
    for task in _tasks(files, has_input, selection, is_long, problems):
        while len(waiting) >= in_flight():
            _collect(waiting, total, progress, executor, in_flight)
        waiting[executor.submit(task.call, *task.arguments)] = task, 1
    while waiting:
        _collect(waiting, total, progress, executor, in_flight)
    for problem in problems:
        total.add_problem(STANDARD_INPUT, problem)
    for file, sums in total.beginnings.items():
        if len(sums) > 1:
            total.add_problem(file, "it was replaced while it was read")
    return total


def _tasks(
    files: Sequence[File], has_input: bool, selection: Selection, is_long: bool, problems: list[str]
) -> Iterator[Task]:
    for file in files:
        for piece in split(file):
            yield Task(file.name, piece.end - piece.start, count_piece, (piece, selection, is_long))
    if has_input:
        prepare(is_long)
        source = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer))
        text = read_text(source, find_form(source.peek()))
        for data, layout in blocks(until_damaged(text, problems)):
            yield Task(STANDARD_INPUT, len(data), count_block, (data, layout, selection))


def _collect(
    waiting: dict[Future[Tally], tuple[Task, int]],
    total: Tally,
    progress: Progress,
    executor: Executor,
    in_flight: Callable[[], int],
) -> None:
    """Adds the results of finished tasks; each task counts once, however often it was tried."""
    done, _ = wait(waiting, _HEALTH_CHECK_SECONDS, FIRST_COMPLETED)
    if not done:
        in_flight()
    for future in done:
        task, attempt = waiting.pop(future)
        error = CancelledError() if future.cancelled() else future.exception()
        if isinstance(error, BrokenExecutor):
            raise StoppedError(f"a scan process died: {error}") from None
        if error and attempt < _ATTEMPTS and not isinstance(error, (FileNotFoundError, PermissionError)):
            waiting[executor.submit(task.call, *task.arguments)] = task, attempt + 1
            continue
        if error:
            total.add_problem(task.name, describe_failure(error))
        else:
            total.merge(future.result())
        progress(task.size)
