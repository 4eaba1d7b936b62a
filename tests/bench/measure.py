"""Rows of a benchmark: what was measured, the value, what it is compared with, and whether the bar is met."""

from __future__ import annotations

import statistics
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
    """Median seconds of each rival on the same texts, side by side, so that a busy moment hits all of
    them.
    """
    for rival in rivals:
        rival(texts[0])
    taken: list[list[float]] = [[] for _ in rivals]
    for text in texts:
        for rival, times in zip(rivals, taken, strict=True):
            times.append(seconds(rival, text))
    return [statistics.median(times) for times in taken]


def seconds(work: Callable[[str], object], text: str) -> float:
    """How long one call takes."""
    begun = time.perf_counter()
    work(text)
    return time.perf_counter() - begun


def ms(value: float) -> str:
    """Seconds as milliseconds, with as many digits as tell something."""
    return f"{value * 1e3:.2f} ms" if value < 0.1 else f"{value * 1e3:.0f} ms"


def times(value: float) -> str:
    """A ratio."""
    return f"{value:.2f}×" if value < 10 else f"{value:.0f}×"
