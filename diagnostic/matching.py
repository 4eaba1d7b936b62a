"""ParsedReport x Rulebook -> the strongest matching condition of each cause, with its places and captures."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
import re2

from diagnostic.report import ExceptionFact, ParsedReport, StreamFact
from diagnostic.report.lines import find_line_end, find_line_start
from diagnostic.report.status import contradicts
from diagnostic.report.voice.classifier import Voice
from diagnostic.rules import Rulebook
from diagnostic.rules.captures import check_capture
from diagnostic.rules.conditions import Condition, Pattern
from diagnostic.text import CleanText

Place = tuple[int, int]
Facts = dict[str, dict[object, str]]  # fact -> its values -> key of their place in ParsedReport.spans

_MAX_LINE_BYTES = 8000  # bytes before a match that count as its line
# Facts that are simply fields of the Report.
_PLAIN_FACTS = ("error_code", "stop_reason", "status", "client", "platform", "phase", "language")


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
    occurring: dict[str, bool] = {}  # several conditions share a pattern

    def occurs(pattern: Pattern) -> bool:
        if pattern.source not in occurring:
            occurring[pattern.source] = bool(pattern.occurs(reading.data))
        return occurring[pattern.source]

    for condition in _candidates(in_text | in_message, facts, rulebook):
        if not _matches(condition, facts, in_text, in_message, occurs):
            continue
        search_range = _find_range(condition, reading.data)
        if search_range and (hit := _locate(condition, clean, reading, facts, search_range)):
            hits.append(hit)
    return hits


def strongest_by_cause(hits: Iterable[ConditionHit]) -> dict[str, ConditionHit]:
    """Cause -> its strongest condition that holds."""
    best: dict[str, ConditionHit] = {}
    for hit in hits:
        other = best.get(hit.condition.cause)
        if other is None or _sort_key(hit) >= _sort_key(other):
            best[hit.condition.cause] = hit
    return best


def equally_strong(best: ConditionHit, hits: Iterable[ConditionHit]) -> list[ConditionHit]:
    """The strongest hit of a cause, then its other hits of this strength, best first."""
    others = [
        hit
        for hit in hits
        if hit is not best and hit.condition.cause == best.condition.cause and hit.strength == best.strength
    ]
    return [best, *sorted(others, key=_sort_key, reverse=True)]


def _candidates(occurring: frozenset[str], facts: Facts, rulebook: Rulebook) -> Iterable[Condition]:
    found = [rulebook.by_pattern[source] for source in rulebook.by_pattern.keys() & occurring]
    found += [rulebook.by_fact.get((name, value), ()) for name, values in facts.items() for value in values]
    return {id(one): one for conditions in found for one in conditions}.values()


def _message(reading: ParsedReport) -> bytes:
    # A sentence that was copied without its JSON body is the message itself.
    message = reading.report.api_message
    return message.encode() if message else reading.data


def read_facts(reading: ParsedReport) -> Facts:
    """The known facts of this text: their values -> the key of their place in `reading.spans`."""
    report = reading.report
    facts: Facts = {"request_id": {report.request_id is not None: "request_id"}}
    for name in _PLAIN_FACTS:
        value = getattr(report, name)
        if value is not None and value != "unknown":
            facts[name] = {value: name}
    # Relays make up error types, but their status codes are right.
    if report.error_type is not None and not contradicts(report.error_type, report.status):
        facts["error_type"] = {report.error_type: "error_type"}
    if report.vendor is not None:
        facts["vendor"] = {report.vendor.value: "vendor"}
    if report.surface is not None:
        facts["surface"] = {report.surface.verdict: "surface"}
    if report.stream is not None:
        facts["stream"] = {_stream_state(report.stream): "stream"}
    if report.codes:
        facts["code"] = {code: f"codes.{code}" for code in report.codes}
    if report.packages:
        facts["package"] = dict.fromkeys(report.packages, "packages")
    if (main := reading.main_exception_index) is not None:
        facts["exception"] = _class_names(report.exceptions, (main,))
        facts["cause"] = _class_names(report.exceptions, range(main + 1, len(report.exceptions)))
    return facts


def _class_names(exceptions: tuple[ExceptionFact, ...], indexes: Iterable[int]) -> dict[object, str]:
    names: dict[object, str] = {}
    for index in indexes:
        name, module = exceptions[index].name, exceptions[index].module
        names[name] = place = f"exceptions.{index}"
        if module:
            names[f"{module}.{name}"] = place
    return names


def _stream_state(stream: StreamFact) -> str:
    if "error" in stream.events:
        return "error"
    if stream.message_stop:
        return "complete"
    has_begun = any(name.startswith(("message", "content")) for name in stream.events)
    return "no-message-stop" if has_begun else "empty"


def _matches(
    condition: Condition,
    facts: Facts,
    in_text: frozenset[str],
    in_message: frozenset[str],
    occurs: Callable[[Pattern], bool],
) -> bool:
    """Whether a condition holds: cheap tests first, searches last."""
    for name, wanted in condition.values:
        if wanted.isdisjoint(facts.get(name, ())):
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
        for value, key in facts[name].items():
            if value in wanted:
                if place := reading.spans.get(key):
                    places.append(place)
                break
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
