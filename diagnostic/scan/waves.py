"""Counts by minute -> waves: errors that follow each other within minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from diagnostic.log.tally import Timeline

# Minutes without an error that end a wave, and the minimum number of errors in a wave.
_GAP = timedelta(minutes=5)
_MIN_ERRORS = 6
_MAX_WAVES = 20


class Wave(msgspec.Struct, frozen=True):
    """Errors of one cause close together; times are "YYYY-MM-DD HH:MM"."""

    begins: str
    ends: str
    count: int
    busiest_minute: str
    most_a_minute: int


def find_waves(times: Timeline) -> list[Wave]:
    """The largest waves in time order; empty if minutes were not kept or have no year."""
    try:
        minutes = sorted(
            (datetime.strptime(minute, "%Y-%m-%d %H:%M"), count) for minute, count in times.counts.items()
        )
    except ValueError:
        return []
    runs: list[list[tuple[datetime, int]]] = []
    for minute, count in minutes:
        if not runs or minute - runs[-1][-1][0] > _GAP:
            runs.append([])
        runs[-1].append((minute, count))
    waves = [_wave(run) for run in runs]
    largest = sorted(
        (wave for wave in waves if wave.count >= _MIN_ERRORS), key=lambda wave: (-wave.count, wave.begins)
    )
    return sorted(largest[:_MAX_WAVES], key=lambda wave: wave.begins)


def _wave(run: list[tuple[datetime, int]]) -> Wave:
    most = max(count for _, count in run)
    busiest = next(minute for minute, count in run if count == most)
    begins, ends, busy = (f"{minute:%Y-%m-%d %H:%M}" for minute in (run[0][0], run[-1][0], busiest))
    return Wave(begins, ends, sum(count for _, count in run), busy, most)
