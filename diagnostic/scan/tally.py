"""Events -> Tally: how often each cause occurs, when, and for which models and requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import re2

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.scan.times import read_hour

KEPT_REQUEST_IDS = 20
_CACHED_SHAPES = 20_000

_REQUEST_ID = re2.compile(rb"\breq_[0-9A-Za-z]{8,40}")
_MODEL = re2.compile(rb"\bclaude-[a-z0-9][a-z0-9.@-]{2,60}")
# What differs between two occurrences of one error: dates, times, ids and counters. Numbers of three
# digits stay, a status code is one.
_PARTICULAR = re2.compile(
    rb"\breq_\w+|\bmsg_\w+|\btoolu_\w+|\bclaude-[\w.@-]+|[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\d+[-:.,T]\d[\d:.,TZ+-]*|\d{4,}"
)


@dataclass
class CauseCounts:
    """One cause in a log."""

    count: int = 0
    first: str | None = None
    last: str | None = None
    hours: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    request_ids: list[str] = field(default_factory=list)

    def add(self, event: bytes) -> None:
        """Counts one event."""
        self.count += 1
        if hour := read_hour(event):
            self._see(hour.moment, hour.moment)
            self.hours[hour.bucket] += 1
        if model := _MODEL.search(event):
            self.models[model.group().decode()] += 1
        if len(self.request_ids) < KEPT_REQUEST_IDS and (request := _REQUEST_ID.search(event)):
            self.request_ids.append(request.group().decode())

    def merge(self, other: CauseCounts) -> None:
        """Adds what another part of the log holds."""
        self.count += other.count
        if other.first and other.last:
            self._see(other.first, other.last)
        self.hours += other.hours
        self.models += other.models
        self.request_ids = [*self.request_ids, *other.request_ids][:KEPT_REQUEST_IDS]

    def _see(self, first: str, last: str) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)


@dataclass
class Tally:
    """All causes in a log, and how much of it was read."""

    causes: dict[str, CauseCounts] = field(default_factory=dict)
    bytes_read: int = 0
    events: int = 0

    def merge(self, other: Tally) -> None:
        """Adds what another part of the log holds."""
        self.bytes_read += other.bytes_read
        self.events += other.events
        for cause, tally in other.causes.items():
            self.causes.setdefault(cause, CauseCounts()).merge(tally)


_shapes: dict[bytes, str | None] = {}


def count_events(events: Iterable[bytes]) -> Tally:
    """Diagnoses each event; one shape of error is diagnosed once and then known."""
    tally = Tally()
    for event in events:
        shape = _PARTICULAR.sub(rb"#", event)
        if shape not in _shapes:
            if len(_shapes) >= _CACHED_SHAPES:
                _shapes.clear()
            _shapes[shape] = _find_cause(event)
        cause = _shapes[shape]
        if cause:
            tally.events += 1
            tally.causes.setdefault(cause, CauseCounts()).add(event)
    return tally


def _find_cause(event: bytes) -> str | None:
    diagnosis = diagnose(event.decode("utf-8", "replace"), rulebook())
    if not diagnosis.findings:
        return None
    best = diagnosis.findings[0]
    vendor = diagnosis.report.vendor
    if best.match.confidence == "possible" and not (vendor and vendor.value == "anthropic"):
        return None
    return best.cause.id
