"""Rows of a benchmark: what was measured, the value, its comparison, and whether the target is met.

Times are processor times: a busy machine increases them, but far less than wall-clock times.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of BENCHMARKS.md."""

    what: str
    measured: str
    bar: str = ""
    met: bool | None = None  # None: a figure without a bar


def medians(texts: Sequence[str], *rivals: Callable[[str], object]) -> list[float]:
    """Median seconds of each rival on the same texts, each read once, in an order that turns round with each
    text, so that a busy moment hits all of them and none always finds the caches warm.
    """
    taken: list[list[float]] = [[] for _ in rivals]
    for number, text in enumerate(texts):
        for at in range(len(rivals))[:: 1 if number % 2 else -1]:
            taken[at].append(seconds(rivals[at], text))
    return [statistics.median(times) for times in taken]


def seconds(work: Callable[[str], object], text: str) -> float:
    """How much processor time one call takes."""
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


def process_seconds(command: Sequence[str], **options: object) -> float:
    """The same of a whole process and all that it starts and waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=False, **options)  # type: ignore[call-overload]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ms(value: float) -> str:
    """Seconds as milliseconds, with as many digits as tell something."""
    return f"{value * 1e3:.2f} ms" if value < 0.1 else f"{value * 1e3:.0f} ms"


def times(value: float) -> str:
    """A ratio."""
    return f"{value:.2f}×" if value < 10 else f"{value:.0f}×"
