"""Log entries -> Tally: how often each cause occurs, when, on which hosts, for which models and requests.

Tallies of parts of a log merge into the tally of the whole, for any division and in any order: merging is
associative and commutative, with the empty tally as identity. Therefore, if there are too many names or
moments, which ones are kept depends on their values, never on the order in which they arrive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from heapq import nsmallest
from typing import Generic, TypeVar

import msgspec

from diagnostic.patterns import Pattern

MAX_REQUEST_IDS = 20
_MAX_NAMES = 1_000  # model and host names
_MAX_MOMENTS = 31 * 24 * 60  # one month of minutes; longer spans are kept by hour or by day

_REQUEST_ID = Pattern(rb"\breq_[0-9A-Za-z]{8,40}")
_MODEL = Pattern(rb"\bclaude-[a-z0-9][a-z0-9.@-]{2,60}")
# A field that names a machine, or the host that syslog prints after the time.
_HOST = Pattern(
    rb"\"(?:host|hostname|host\.name|host_name|pod|pod_name|node|node_name|instance)\":\s?\""
    rb"([A-Za-z0-9][\w.-]{0,62})\""
    rb"|^(?:<\d{1,3}>\d? ?)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,16})"
    rb" ([A-Za-z0-9][\w.-]{0,62}) [\w./@-]{1,60}(?:\[\d{1,8}\])?(?::| )"
)
# Loggers without a host name print these in its place.
_LEVELS = frozenset(b"TRACE DEBUG INFO NOTICE WARN WARNING ERROR CRITICAL FATAL SEVERE".split())
_LOGGED_REQUEST = Pattern(rb"HTTP Request: [A-Z]+ \S+ \"HTTP/[\d.]+ \d{3}")
# What differs between two occurrences of an error: dates, times, ids and counters. Three-digit numbers are
# kept, because they may be status codes, and so are models, because some are retired.
_VARIABLE_PART = Pattern(
    rb"\breq_\w+|\bmsg_\w+|\btoolu_\w+|[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\b[0-9a-f]{8,64}\b"
    rb"|\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    rb"|\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?|\d+(?:[.,]\d+)+|\d{4,}"
)


class Names(msgspec.Struct):
    """Counts by name. Of more than `limit` names, the smallest are kept, each with its exact count."""

    limit: int = _MAX_NAMES
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    left_out: bool = False  # whether some names were dropped

    def add(self, name: str) -> None:
        """Counts one occurrence."""
        self.counts[name] += 1
        if len(self.counts) > 2 * self.limit:
            self._truncate()

    def merge(self, other: Names) -> None:
        """Adds the counts of another part of the log."""
        self._truncate()
        other._truncate()
        self.counts.update(other.counts)
        self.left_out |= other.left_out
        self._truncate()

    def ranked(self) -> dict[str, int]:
        """Name -> count, most frequent first, then by name."""
        self._truncate()
        return dict(sorted(self.counts.items(), key=lambda item: (-item[1], item[0])))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Names) and self.ranked() == other.ranked()

    def _truncate(self) -> None:
        # Truncating parts is safe: a name among the smallest of the whole log is so in each part that has it.
        if len(self.counts) > self.limit:
            self.left_out = True
            self.counts = Counter({name: self.counts[name] for name in nsmallest(self.limit, self.counts)})


class Timeline(msgspec.Struct):
    """Counts by minute, "YYYY-MM-DD HH:MM". With more than `limit` of them, by hour, "YYYY-MM-DD HH", or else
    by day.
    """

    limit: int = _MAX_MOMENTS
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    dropped: int = len(":00")  # characters that are cut off the end of each moment

    def add(self, moment: str, count: int = 1) -> None:
        """Counts entries of one moment, "YYYY-MM-DD HH:MM:SS"."""
        self.counts[moment[: -self.dropped]] += count
        self._coarsen(self.dropped)

    def merge(self, other: Timeline) -> None:
        """Adds the counts of another part of the log."""
        dropped = max(self.dropped, other.dropped)
        self._coarsen(dropped)
        for moment, count in other.counts.items():
            self.counts[moment[: len(moment) - (dropped - other.dropped)]] += count
        self._coarsen(dropped)

    @property
    def has_minutes(self) -> bool:
        """Whether all counts are by minute."""
        return self.dropped == len(":00")

    def by_hour(self) -> Counter[str]:
        """ "YYYY-MM-DD HH:00" -> count; "YYYY-MM-DD 00:00" if counts are kept by day only."""
        if self.has_minutes:
            hours: Counter[str] = Counter()
            for minute, count in self.counts.items():
                hours[f"{minute[:-2]}00"] += count
            return hours
        rest = ":00" if self.dropped == len(":MM:SS") else " 00:00"
        return Counter({moment + rest: count for moment, count in self.counts.items()})

    def _coarsen(self, dropped: int) -> None:
        while True:
            if dropped > self.dropped:
                cut, coarse = dropped - self.dropped, Counter[str]()
                for moment, count in self.counts.items():
                    coarse[moment[:-cut]] += count
                self.counts, self.dropped = coarse, dropped
            if len(self.counts) <= self.limit or self.dropped == len(" HH:MM:SS"):
                return
            dropped = self.dropped + len(":MM")


class CauseCounts(msgspec.Struct):
    """Counts of one cause in a log."""

    count: int = 0
    logged_requests: int = 0  # entries among these in which an HTTP library logs a request, not an error
    first: str | None = None
    last: str | None = None
    times: Timeline = msgspec.field(default_factory=Timeline)
    models: Names = msgspec.field(default_factory=Names)
    hosts: Names = msgspec.field(default_factory=Names)
    requests: Names = msgspec.field(default_factory=lambda: Names(MAX_REQUEST_IDS))

    def add(self, event: bytes, moment: str | None) -> None:
        """Counts one entry, written at `moment`."""
        self.count += 1
        self.logged_requests += _LOGGED_REQUEST.search(event) is not None
        if moment:
            self._extend_range(moment, moment)
            self.times.add(moment)
        if model := _MODEL.search(event):
            self.models.add(model.group().decode())
        if (host := _HOST.search(event)) and (host.group(1) or host.group(2)) not in _LEVELS:
            self.hosts.add((host.group(1) or host.group(2)).decode())
        if request := read_request_id(event):
            self.requests.add(request)

    def merge(self, other: CauseCounts) -> None:
        """Adds the counts of another part of the log."""
        self.count += other.count
        self.logged_requests += other.logged_requests
        if other.first and other.last:
            self._extend_range(other.first, other.last)
        self.times.merge(other.times)
        self.models.merge(other.models)
        self.hosts.merge(other.hosts)
        self.requests.merge(other.requests)

    def _extend_range(self, first: str, last: str) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)


class Tally(msgspec.Struct):
    """All causes in a log, and how much of it was read."""

    causes: dict[str, CauseCounts] = msgspec.field(default_factory=dict)
    bytes_read: int = 0
    files: int = 0
    events: int = 0
    undated: int = 0  # errors that were left out, because they have no time and a time range was given
    without_field: int = 0  # possible errors that lack the requested field
    problems: dict[str, str] = msgspec.field(default_factory=dict)  # file -> why it was not read completely
    rules: frozenset[str] = frozenset()  # versions of the rules that were used
    offsets: frozenset[str] = frozenset()  # UTC offsets of times that are shown as printed
    zones: frozenset[str] = frozenset()  # the time zone that times are converted to, if any
    has_long_lines: bool = False  # longer than the part of an entry that is read
    # file -> checksums of its first bytes, if it was read in parts; several if the file was replaced
    # meanwhile.
    beginnings: dict[str, frozenset[int]] = msgspec.field(default_factory=dict)

    def add(self, cause: str, entry: bytes, moment: str | None) -> None:
        """Counts one entry of this cause."""
        self.events += 1
        self.causes.setdefault(cause, CauseCounts()).add(entry, moment)

    def errors(self, overrides: dict[str, frozenset[str]]) -> dict[str, CauseCounts]:
        """The causes, without those that are only logged attempts of an error that another entry names."""
        return {
            id: counts
            for id, counts in self.causes.items()
            if counts.logged_requests < counts.count
            or not any(id in overrides[other] for other in self.causes)
        }

    def merge(self, other: Tally) -> None:
        """Adds the counts of another part of the log."""
        self.bytes_read += other.bytes_read
        self.files += other.files
        self.events += other.events
        self.undated += other.undated
        self.without_field += other.without_field
        self.rules |= other.rules
        self.offsets |= other.offsets
        self.zones |= other.zones
        self.has_long_lines |= other.has_long_lines
        for file, sums in other.beginnings.items():
            self.beginnings[file] = self.beginnings.get(file, frozenset()) | sums
        for file, problem in other.problems.items():
            self.add_problem(file, problem)
        for cause, tally in other.causes.items():
            self.causes.setdefault(cause, CauseCounts()).merge(tally)

    def add_problem(self, file: str, problem: str) -> None:
        """Records why a file was not read completely. Of several reasons, the first in sort order is kept, so
        that the order of merging does not matter.
        """
        self.problems[file] = min(self.problems.get(file, problem), problem)


def read_request_id(entry: bytes) -> str | None:
    """The first request id in an entry."""
    found = _REQUEST_ID.search(entry)
    return found.group().decode() if found else None


def _shape(entry: bytes) -> bytes:
    """The entry without its variable parts; several times faster than re2's own `sub`."""
    parts, at = [], 0
    for start, end in _VARIABLE_PART.spans(entry):
        parts.append(entry[at:start])
        at = end
    return b"#".join((*parts, entry[at:]))


Result = TypeVar("Result")


class OncePerShape(Generic[Result]):
    """Caches a function of entries by shape: entries that differ only in times and ids are computed once."""

    def __init__(self, find: Callable[[bytes], Result | None], limit: int, forgets: bool) -> None:
        """Caches up to `limit` shapes. After that, new shapes give None, or with `forgets`, the cache is
        emptied first.
        """
        self._find, self._limit, self._forgets = find, limit, forgets
        self._known: dict[bytes, Result | None] = {}

    def __call__(self, entry: bytes) -> Result | None:
        """The cached or computed result, or None."""
        shape, known = _shape(entry), self._known
        if shape not in known:
            if len(known) >= self._limit:
                if not self._forgets:
                    return None
                known = self._known = {}  # a new dict, because another thread may still read the old one
            known[shape] = self._find(entry)
        return known[shape]
