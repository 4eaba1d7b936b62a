"""Entries of a log -> Tally; entries of one shape are diagnosed only once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from diagnostic.confidence import Confidence
from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.groups import counted_cause
from diagnostic.log.tally import OncePerShape, Tally
from diagnostic.log.times import read_moment, read_offset
from diagnostic.scan.fields import read_record
from diagnostic.scan.gate import may_match
from diagnostic.scan.log_rules import log_rules
from diagnostic.scan.selection import EVERYTHING, Selection

_CACHED_SHAPES = 20_000


class Classified(NamedTuple):
    """The cause of an error, and the confidence."""

    id: str
    confidence: Confidence


def classify(text: Any) -> Classified | None:
    """The Claude API error that a text contains, as `scan` counts it; None if there is none, or for a missing
    value of a table (None, NaN, NaT, NA).

    `text` is one message or one log entry. Errors that differ only in times and ids are diagnosed once per
    process, so this suits user-defined functions of Spark or Ray. Raises TypeError for other types.
    """
    if isinstance(text, str):
        return _find_once(text.encode("utf-8", "replace"))
    if _is_missing(text):
        return None
    hint = ": decode it first" if isinstance(text, (bytes, bytearray, memoryview)) else ""
    raise TypeError(f"classify takes a text (str), not {type(text).__name__}{hint}")


def _is_missing(value: Any) -> bool:
    try:
        return value is None or bool(value != value)  # NaN and NaT do not equal themselves
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"  # pandas' NA has no truth value


def new_tally() -> Tally:
    """An empty tally for the current rules."""
    return Tally(rules=frozenset((rulebook().version,)))


def count_events(events: Iterable[bytes], selection: Selection = EVERYTHING) -> Tally:
    """Counts the entries whose cause is known."""
    tally = new_tally()
    for event in events:
        if selection.field is None:
            count(tally, event, event, selection)
        elif record := read_record(event, selection):
            count(tally, *record, selection)
        else:
            tally.without_field += 1
    return tally


def count(tally: Tally, text: bytes, entry: bytes, selection: Selection) -> None:
    """Counts one entry by its text; `entry` has its other values, such as the time."""
    cause = _find_once(text)
    if cause is None:
        return
    moment = read_moment(entry, selection.zone)
    if selection.includes(moment):
        tally.add(cause.id, entry, moment)
        if selection.zone:
            tally.zones |= {str(selection.zone)}
        elif offset := read_offset(entry):
            tally.offsets |= {offset}
    elif moment is None:
        tally.undated += 1


def _find(event: bytes) -> Classified | None:
    entry = event.decode("utf-8", "replace")
    if not may_match(entry):
        return None
    best = counted_cause(diagnose(entry, log_rules(), is_entry=True))
    return Classified(best.cause.id, best.confidence) if best else None


_find_once = OncePerShape(_find, _CACHED_SHAPES, forgets=True)
