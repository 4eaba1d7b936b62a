"""Log entries -> Tally: how often each cause occurs, when, and for which models and requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from diagnostic.log.times import read_hour
from diagnostic.patterns import Pattern

KEPT_REQUEST_IDS = 20

_REQUEST_ID = Pattern(rb"\breq_[0-9A-Za-z]{8,40}")
_MODEL = Pattern(rb"\bclaude-[a-z0-9][a-z0-9.@-]{2,60}")
_TRY = Pattern(rb"HTTP Request: [A-Z]+ \S+ \"HTTP/[\d.]+ \d{3}")
# What differs between two occurrences of one error: dates, times, ids and counters. Numbers of three
# digits stay, a status code is one.
_PARTICULAR = Pattern(
    rb"\breq_\w+|\bmsg_\w+|\btoolu_\w+|\bclaude-[\w.@-]+|[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\d+[-:.,T]"
    rb"\d[\d:.,TZ+-]*|\d{4,}"
)


@dataclass
class CauseCounts:
    """One cause in a log."""

    count: int = 0
    tries: int = 0  # of these, lines in which an HTTP library notes a request, not an error
    first: str | None = None
    last: str | None = None
    hours: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    request_ids: list[str] = field(default_factory=list)
    # Of a log that is shown with its lines:
    lines: tuple[int, int] | None = None
    first_time: str | None = None
    last_time: str | None = None
    minutes: Counter[str] = field(default_factory=Counter)

    def add(self, event: bytes, line: int | None = None) -> None:
        """Counts one entry; `line` is the one it begins in, where lines are shown."""
        self.count += 1
        self.tries += _TRY.search(event) is not None
        hour = read_hour(event)
        if hour:
            self._see(hour.moment, hour.moment)
            self.hours[hour.bucket] += 1
        if line is not None:
            self._place(line, hour.moment if hour else None)
        if model := _MODEL.search(event):
            self.models[model.group().decode()] += 1
        if len(self.request_ids) < KEPT_REQUEST_IDS and (request := _REQUEST_ID.search(event)):
            name = request.group().decode()
            if name not in self.request_ids[-1:]:
                self.request_ids.append(name)

    def merge(self, other: CauseCounts) -> None:
        """Adds what another part of the log holds."""
        self.count += other.count
        self.tries += other.tries
        if other.first and other.last:
            self._see(other.first, other.last)
        self.hours += other.hours
        self.models += other.models
        self.request_ids = [*self.request_ids, *other.request_ids][:KEPT_REQUEST_IDS]

    def _place(self, line: int, moment: str | None) -> None:
        if self.lines is None:
            self.first_time = moment
        self.lines = (self.lines[0] if self.lines else line, line)
        self.last_time = moment
        if moment:
            self.minutes[moment[: -len(":00")]] += 1

    def _see(self, first: str, last: str) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)


@dataclass
class Tally:
    """All causes in a log, and how much of it was read."""

    causes: dict[str, CauseCounts] = field(default_factory=dict)
    bytes_read: int = 0
    events: int = 0

    def add(self, cause: str, entry: bytes, line: int | None = None) -> None:
        """Counts one entry of this cause."""
        self.events += 1
        self.causes.setdefault(cause, CauseCounts()).add(entry, line)

    def errors(self, overrides: dict[str, frozenset[str]]) -> dict[str, CauseCounts]:
        """The causes, without those that are only tries of an error which another entry names more
        exactly.
        """
        return {
            id: counts
            for id, counts in self.causes.items()
            if counts.tries < counts.count or not any(id in overrides[other] for other in self.causes)
        }

    def merge(self, other: Tally) -> None:
        """Adds what another part of the log holds."""
        self.bytes_read += other.bytes_read
        self.events += other.events
        for cause, tally in other.causes.items():
            self.causes.setdefault(cause, CauseCounts()).merge(tally)


class CauseOfShape:
    """Finds the cause of an entry; entries of one shape, which differ in times and ids alone, are
    diagnosed once.
    """

    def __init__(self, find_cause: Callable[[bytes], str | None], most: int, forgets: bool) -> None:
        """Knows `most` shapes; one more is forgotten with all others, or stays unknown."""
        self._find_cause, self._most, self._forgets = find_cause, most, forgets
        self._known: dict[bytes, str | None] = {}

    def __call__(self, entry: bytes) -> str | None:
        """The cause's id, or None."""
        shape = _PARTICULAR.sub(rb"#", entry)
        if shape not in self._known:
            if len(self._known) >= self._most:
                if not self._forgets:
                    return None
                self._known.clear()
            self._known[shape] = self._find_cause(entry)
        return self._known[shape]
