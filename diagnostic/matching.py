"""ParsedReport x Rulebook -> the strongest matching condition of each cause, with its places and captures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

import msgspec
import re2

from diagnostic.report import ParsedReport, StreamFact
from diagnostic.report.lines import find_line_end, find_line_start
from diagnostic.report.status import contradicts
from diagnostic.report.voice.classifier import Voice
from diagnostic.rules import Rulebook
from diagnostic.rules.captures import check_capture
from diagnostic.rules.conditions import VALUE_FACTS, Condition, Pattern
from diagnostic.text import CleanText

Place = tuple[int, int]
Facts = dict[str, dict[object, str]]  # fact -> its values -> key of their place in ParsedReport.spans

_MAX_LINE_BYTES = 8000  # bytes before a match that count as its line


class ConditionHit(msgspec.Struct, frozen=True):
    """A condition that matches, and the places of its evidence (code point offsets in CleanText.text)."""

    condition: Condition
    facts: int
    places: tuple[Place, ...]
    captures: dict[str, str]
    voice: Voice = "printed"  # who reports it: a program, a person, …

    @property
    def strength(self) -> int:
        """Strength of the evidence, 1 to 5."""
        return self.condition.strength


def match_conditions(clean: CleanText, reading: ParsedReport, rulebook: Rulebook) -> list[ConditionHit]:
    """All conditions that hold for the whole text."""
    hits: list[ConditionHit] = []
    facts = read_facts(reading)
    in_text = rulebook.patterns.find(reading.data)
    in_message = rulebook.in_messages.find(_message(reading)) if reading.report.api_message else in_text
    candidates = {id(one): one for one in _candidates(in_text | in_message, facts, rulebook)}
    occurring: dict[str, bool] = {}  # several conditions share a pattern

    def occurs(pattern: Pattern) -> bool:
        if pattern.source not in occurring:
            occurring[pattern.source] = bool(pattern.occurs(reading.data))
        return occurring[pattern.source]

    for condition in candidates.values():
        if not _matches(condition, facts, in_text, in_message, occurs):
            continue
        search_range = _find_range(condition, reading.data)
        if search_range and (hit := _locate(condition, clean, reading, facts, search_range)):
            hits.append(hit)
    return hits


def strongest_by_cause(hits: Iterable[ConditionHit]) -> dict[str, ConditionHit]:
    """Cause -> its strongest condition that holds."""
    return {hit.condition.cause: hit for hit in sorted(hits, key=_sort_key)}


def equally_strong(best: ConditionHit, hits: Iterable[ConditionHit]) -> list[ConditionHit]:
    """The strongest hit of a cause, then its other hits of this strength, best first."""
    of_cause = [hit for hit in hits if hit.condition.cause == best.condition.cause and hit is not best]
    return [
        best,
        *sorted([hit for hit in of_cause if hit.strength == best.strength], key=_sort_key, reverse=True),
    ]


def _candidates(occurring: frozenset[str], facts: Facts, rulebook: Rulebook) -> Iterator[Condition]:
    for source in rulebook.by_pattern.keys() & occurring:
        yield from rulebook.by_pattern[source]
    for name, values in facts.items():
        for value in values:
            if (name, value) in rulebook.by_fact:
                yield from rulebook.by_fact[name, value]


def _message(reading: ParsedReport) -> bytes:
    # A sentence that was copied without its JSON body is the message itself.
    message = reading.report.api_message
    return message.encode() if message else reading.data


def read_facts(reading: ParsedReport) -> Facts:
    """The values of each fact in this text -> the key of their place in `reading.spans`; empty if unknown."""
    facts: Facts = {}
    for name in VALUE_FACTS:
        if read := _READERS.get(name):
            facts[name] = read(reading)
            continue
        value = getattr(reading.report, name)
        if value is None or value == "unknown":
            facts[name] = {}
        else:
            compared = _COMPARED.get(name)
            facts[name] = {compared(value) if compared else value: name}
    return facts


def _exception(reading: ParsedReport) -> dict[object, str]:
    return _class_names(
        reading, () if reading.main_exception_index is None else (reading.main_exception_index,)
    )


def _cause(reading: ParsedReport) -> dict[object, str]:
    exceptions = range(len(reading.report.exceptions))
    return _class_names(reading, exceptions[(reading.main_exception_index or 0) + 1 :])


def _error_type(reading: ParsedReport) -> dict[object, str]:
    # Relays make up error types, but their status codes are right.
    error_type, status = reading.report.error_type, reading.report.status
    return {} if error_type is None or contradicts(error_type, status) else {error_type: "error_type"}


def _class_names(reading: ParsedReport, indexes: Iterable[int]) -> dict[object, str]:
    names: dict[object, str] = {}
    for index in indexes:
        exception = reading.report.exceptions[index]
        full_name = ".".join(filter(None, (exception.module, exception.name)))
        names |= dict.fromkeys((exception.name, full_name), f"exceptions.{index}")
    return names


def _stream_state(stream: StreamFact) -> str:
    if "error" in stream.events:
        return "error"
    if stream.message_stop:
        return "complete"
    has_begun = any(name.startswith(("message", "content")) for name in stream.events)
    return "no-message-stop" if has_begun else "empty"


# Facts that are not simply a field of the Report.
_READERS: dict[str, Callable[[ParsedReport], dict[object, str]]] = {
    "exception": _exception,
    "cause": _cause,
    "code": lambda reading: {code: f"codes.{code}" for code in reading.report.codes},
    "package": lambda reading: dict.fromkeys(reading.report.packages, "packages"),
    "request_id": lambda reading: {reading.report.request_id is not None: "request_id"},
    "error_type": _error_type,
}
# For fields that are records: the value to compare.
_COMPARED: dict[str, Callable[[Any], str]] = {
    "stream": _stream_state,
    "surface": attrgetter("verdict"),
    "vendor": attrgetter("value"),
}


def _matches(
    condition: Condition,
    facts: Facts,
    in_text: frozenset[str],
    in_message: frozenset[str],
    occurs: Callable[[Pattern], bool],
) -> bool:
    """Whether a condition holds: cheap tests first, searches last."""
    for name, wanted in condition.values:
        if wanted.isdisjoint(facts[name]):
            return False
    for pattern in condition.api_message:
        if pattern.source not in in_message:
            return False
    for number, pattern in enumerate(condition.text):
        if not (occurs(pattern) if number else pattern.source in in_text):
            return False
    return not any(map(occurs, condition.unless))


def _find_range(condition: Condition, data: bytes) -> Place | None:
    """The range in which all patterns of a condition occur: the first such line if they must share a line.
    None if there is none.
    """
    if not condition.in_one_line:
        return 0, len(data)
    first, *others = condition.text
    at = 0
    while found := first.search(data, at):
        start, end = find_line_start(data, found.start(), _MAX_LINE_BYTES), find_line_end(data, found.end())
        if all(other.search(data, start, end) for other in others):
            return start, end
        at = end + 1
    return None


def _locate(
    condition: Condition, clean: CleanText, reading: ParsedReport, facts: Facts, search_range: Place
) -> ConditionHit | None:
    """The hit of a condition that holds, with its places and captures; None if RE2 does not find a pattern,
    such as one with $, that Hyperscan found.
    """
    places: list[Place] = []
    captures: dict[str, str] = {}
    for name, wanted in condition.values:
        value = next(value for value in facts[name] if value in wanted)
        if place := reading.spans.get(facts[name][value]):
            places.append(place)
    for pattern in condition.text:
        if (found := pattern.search(reading.data, *search_range)) is None:
            return None
        places.append((clean.char_offset(found.start()), clean.char_offset(found.end())))
        _add_captures(found, pattern.groups, captures)
    for pattern in condition.api_message:
        if (found := pattern.search(_message(reading))) is None:
            return None
        whole = reading.spans.get("api_message")
        places.append(whole or (clean.char_offset(found.start()), clean.char_offset(found.end())))
        _add_captures(found, pattern.groups, captures)
    fact_count = len(condition.values) + len(condition.text) + len(condition.api_message)
    return ConditionHit(condition, fact_count, tuple(dict.fromkeys(places)), captures)


def _add_captures(hit: re2.Match[bytes], groups: tuple[str, ...], captures: dict[str, str]) -> None:
    for group in groups:
        value = hit.group(group.encode())  # groups of a bytes pattern have bytes names
        if value and (checked := check_capture(group, value)):
            captures[group] = checked


def _sort_key(hit: ConditionHit) -> tuple[int, ...]:
    # Captures before facts: of two equally strong conditions, prefer the one that can fill the headline.
    return (hit.strength, len(hit.captures), hit.facts, matched_length(hit), -hit.condition.table)


def matched_length(hit: ConditionHit) -> int:
    """The number of characters that the evidence covers."""
    return sum(end - start for start, end in hit.places)


def match_conditions_in_other_errors(reading: ParsedReport, rulebook: Rulebook) -> list[ConditionHit]:
    """Matches the other API bodies in the text by type and status only; sentences were matched before."""
    hits: list[ConditionHit] = []
    for error in reading.other_errors:
        facts = {"error_type": error.error_type, "status": error.status}
        for condition in rulebook.by_fact.get(("error_type", error.error_type), ()):
            named = dict(condition.values)
            if named.keys() <= facts.keys() and all(
                facts[name] in values for name, values in condition.values
            ):
                hits.append(ConditionHit(condition, len(named), (error.place,), {}))
    return hits
