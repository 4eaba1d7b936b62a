"""Counts by minute -> the bars of a small chart, as numbers for an SVG; no pasted text is involved."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

MAX_BARS = 30
HEIGHT = 24


class Bars(msgspec.Struct, frozen=True):
    """Heights from 0 to HEIGHT, minutes per bar, and the first and last minute."""

    heights: tuple[int, ...]
    minutes: int
    first: str
    last: str


def draw_bars(series: list[dict[str, int]]) -> list[Bars | None]:
    """Bars of several groups on one time axis; None for a group without times, or if all times are equal."""
    try:
        moments = [{_parse(minute): count for minute, count in one.items()} for one in series]
    except ValueError:  # the log prints no year
        return [None] * len(series)
    every = [moment for one in moments for moment in one]
    if not every or max(every) == min(every):
        return [None] * len(series)
    start, end = min(every), max(every)
    minutes = -(-((end - start) // timedelta(minutes=1) + 1) // MAX_BARS)
    return [_bars(one, start, end, minutes) if one else None for one in moments]


def _bars(counts: dict[datetime, int], start: datetime, end: datetime, minutes: int) -> Bars:
    step = timedelta(minutes=minutes)
    sums = [0] * ((end - start) // step + 1)
    for moment, count in counts.items():
        sums[(moment - start) // step] += count
    most = max(sums)
    heights = tuple(max(2, round(HEIGHT * count / most)) if count else 0 for count in sums)
    return Bars(heights, minutes, f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}")


def _parse(minute: str) -> datetime:
    return datetime.strptime(minute, "%Y-%m-%d %H:%M")
