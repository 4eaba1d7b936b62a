"""Entries of a log file -> Tally: each is diagnosed, one shape of error once."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.groups import counted_cause
from diagnostic.log.tally import CauseOfShape, Tally
from diagnostic.scan.gate import may_match

_CACHED_SHAPES = 20_000


def count_events(events: Iterable[bytes]) -> Tally:
    """Counts the entries whose cause is known."""
    tally = Tally()
    for event in events:
        if cause := _cause_of(event):
            tally.add(cause, event)
    return tally


def _find_cause(event: bytes) -> str | None:
    entry = event.decode("utf-8", "replace")
    if not may_match(entry):
        return None
    best = counted_cause(diagnose(entry, rulebook(), is_entry=True))
    return best.cause.id if best else None


_cause_of = CauseOfShape(_find_cause, _CACHED_SHAPES, forgets=True)
