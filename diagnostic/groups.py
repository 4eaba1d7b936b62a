"""A pasted log -> Groups: its errors by cause, most frequent first, harmless last; empty for one error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

import msgspec

from diagnostic.confidence import Confidence
from diagnostic.finding import Finding
from diagnostic.log.events import HINT, Layout, find_entries
from diagnostic.log.tally import MAX_REQUEST_IDS, CauseCounts, OncePerShape, Tally, read_request_id
from diagnostic.log.times import common_zone, read_moment
from diagnostic.rules import Cause, Rulebook

if TYPE_CHECKING:
    from diagnostic.diagnosis import Diagnosis

# No real log has more kinds of entries; this limits the cost of a text crafted to have more.
_MAX_SHAPES = 64
# Without timestamps, several lines may belong to one error, so a log needs at least this many entries.
_MIN_ENTRIES_WITHOUT_TIMES = 3


class Occurrence(msgspec.Struct, frozen=True):
    """Where and when an error was logged: its 1-based line, and its time as printed, or in UTC if the log
    prints several offsets.
    """

    line: int
    time: str | None


class Group(msgspec.Struct, frozen=True):
    """All entries of one cause; `entry` is the diagnosis of one of them, at line `entry_line`."""

    cause: Cause
    count: int
    first: Occurrence
    last: Occurrence
    request_ids: tuple[str, ...]
    confidence: Confidence
    minutes: dict[str, int]  # "YYYY-MM-DD HH:MM" -> entries; empty if the log has no times
    is_utc: bool  # times are converted to UTC, because the log prints several offsets
    entry: Diagnosis
    entry_line: int


def find_groups(
    data: bytes, rules: Rulebook, diagnose_entry: Callable[[str], Diagnosis]
) -> tuple[Group, ...]:
    """The errors of a redacted text that may be a log, grouped by cause; harmless ones last,
    the others by count, then by last entry.
    """
    layout = Layout(data)
    has_times = layout.json or layout.stamped
    min_entries = 2 if has_times else _MIN_ENTRIES_WITHOUT_TIMES
    entries = list(find_entries(data, layout))
    if len(entries) < min_entries:
        return ()
    known: dict[str, _Entry] = {}
    places: dict[str, _Places] = {}
    zone = common_zone(data[start:end] for start, end in entries)
    tally = _count(data, entries, layout, known, places, diagnose_entry, zone)
    causes = tally.errors(rules.overrides)
    if sum(counts.count for counts in causes.values()) < min_entries:
        return ()
    if _is_one_error(causes, rules.overrides):
        return ()
    groups = [_group(known[id], places[id], counts, zone is not None) for id, counts in causes.items()]
    return tuple(
        sorted(
            groups, key=lambda group: (group.cause.harmless, -group.count, -group.last.line, group.cause.id)
        )
    )


def last_group(groups: tuple[Group, ...]) -> Group:
    """The group with the last error."""
    is_dated = all(group.last.time for group in groups)
    return max(groups, key=lambda group: (is_dated and group.last.time or "", group.last.line))


def counted_cause(diagnosis: Diagnosis) -> Finding | None:
    """The best cause of an entry, unless it is only possible and nothing shows a Claude client."""
    if not diagnosis.findings:
        return None
    best, vendor = diagnosis.findings[0], diagnosis.report.vendor
    if best.confidence == "possible" and not (vendor and vendor.value == "anthropic"):
        return None
    return best


def may_be_log(data: bytes) -> bool:
    """Whether more than one line of a redacted text hints at an error."""
    if b"\n" not in data:
        return False
    first = HINT.search(data)
    return (
        first is not None and HINT.search(data, data.find(b"\n", first.end()) % (len(data) + 1)) is not None
    )


def _is_one_error(causes: dict[str, CauseCounts], overrides: dict[str, frozenset[str]]) -> bool:
    """Whether these lines are one error: a cause and its symptoms, all at one time or without times."""
    times = {moment for counts in causes.values() for moment in (counts.first, counts.last)}
    return len(times) == 1 and any(causes.keys() - {id} <= overrides[id] for id in causes if len(causes) > 1)


class _Entry(msgspec.Struct, frozen=True):
    line: int
    diagnosis: Diagnosis


class _Places:
    """The first and last entry of one cause, by time if printed, and its request ids in text order."""

    def __init__(self, first: Occurrence) -> None:
        self.first = self.last = first
        self.request_ids: list[str] = []

    def add(self, occurrence: Occurrence, entry: bytes) -> None:
        if not (occurrence.time and self.last.time and occurrence.time < self.last.time):
            self.last = occurrence
        if occurrence.time and self.first.time and occurrence.time < self.first.time:
            self.first = occurrence
        request = read_request_id(entry)
        if request and request not in self.request_ids[-1:] and len(self.request_ids) < MAX_REQUEST_IDS:
            self.request_ids.append(request)


def _count(
    data: bytes,
    entries: list[tuple[int, int]],
    layout: Layout,
    known: dict[str, _Entry],
    places: dict[str, _Places],
    diagnose_entry: Callable[[str], Diagnosis],
    zone: tzinfo | None,
) -> Tally:
    """Counts the entries whose cause is known. Fills `known` with the last diagnosed entry of each cause, and
    `places` with where its entries are.
    """
    tally = Tally()
    line, counted_until = 1, 0

    def find_cause(entry: bytes) -> str | None:
        diagnosis = diagnose_entry(entry.decode("utf-8", "replace"))
        best = counted_cause(diagnosis)
        if best is None or not (layout.json or layout.stamped or best.confidence != "possible"):
            return None
        known[best.cause.id] = _Entry(line, diagnosis)
        return best.cause.id

    cause_of = OncePerShape(find_cause, _MAX_SHAPES, forgets=False)
    for start, end in entries:
        line += data.count(b"\n", counted_until, start)
        counted_until = start
        entry = data[start:end]
        if cause := cause_of(entry):
            occurrence = Occurrence(line, read_moment(entry, zone))
            tally.add(cause, entry, occurrence.time)
            places.setdefault(cause, _Places(occurrence)).add(occurrence, entry)
    return tally


def _group(entry: _Entry, places: _Places, counts: CauseCounts, is_utc: bool) -> Group:
    best = entry.diagnosis.findings[0]
    return Group(
        best.cause,
        counts.count,
        places.first,
        places.last,
        tuple(places.request_ids),
        best.confidence,
        dict(sorted(counts.times.counts.items())),
        is_utc,
        entry.diagnosis,
        entry.line,
    )
