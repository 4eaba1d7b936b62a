"""Reading x Rulebook -> the best fitting condition of each cause, with where it was seen and what it
captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import re2

from diagnostic.report import ParsedReport, Report, StreamFact
from diagnostic.rules import Rulebook
from diagnostic.rules.captures import check_capture
from diagnostic.rules.conditions import VALUE_FACTS, Condition
from diagnostic.text import CleanText

Place = tuple[int, int]
Facts = dict[str, dict[object, str]]  # fact -> its values -> key of their place in ParsedReport.spans


@dataclass(frozen=True, slots=True)
class ConditionHit:
    """One condition that holds, with where it was seen (code point offsets in CleanText.text)."""

    condition: Condition
    facts: int
    places: tuple[Place, ...]
    captures: dict[str, str]

    @property
    def strength(self) -> int:
        """How telling the strongest condition is, 1 to 5."""
        return self.condition.strength


def match_conditions(clean: CleanText, reading: ParsedReport, rulebook: Rulebook) -> list[ConditionHit]:
    """Every condition that holds for the paste as a whole."""
    hits: list[ConditionHit] = []
    seen: set[int] = set()
    facts = {name: fact_values(name, reading) for name in VALUE_FACTS}
    in_text = rulebook.patterns.find(reading.data)
    message = _message(reading)
    in_message = in_text if message is reading.data else rulebook.in_messages.find(message)
    for condition in _candidates(in_text | in_message, facts, rulebook):
        if id(condition) in seen:
            continue
        seen.add(id(condition))
        if _holds(condition, facts, in_text, in_message):
            hits.append(_locate(condition, clean, reading, facts))
    return hits


def strongest_by_cause(hits: Iterable[ConditionHit]) -> dict[str, ConditionHit]:
    """Cause -> the strongest of its conditions that hold."""
    best: dict[str, ConditionHit] = {}
    for hit in hits:
        cause = hit.condition.cause
        if cause not in best or _weight(hit) > _weight(best[cause]):
            best[cause] = hit
    return best


def _candidates(occurring: frozenset[str], facts: Facts, rulebook: Rulebook) -> Iterator[Condition]:
    for source in occurring:
        yield from rulebook.by_pattern.get(source, ())
    for name, values in facts.items():
        for value in values:
            yield from rulebook.by_fact.get((name, value), ())


def _message(reading: ParsedReport) -> bytes:
    # A bare sentence, copied without the body around it, is the message itself.
    message = reading.report.api_message
    return message.encode() if message else reading.data


def fact_values(name: str, reading: ParsedReport) -> dict[object, str]:
    """The values a fact has in this paste -> the key of its place in `reading.spans`; empty where unknown."""
    if name in _READ:
        return _READ[name](reading)
    value = getattr(reading.report, name)
    return {} if value is None or value == "unknown" else {value: name}


def _exception(reading: ParsedReport) -> dict[object, str]:
    return _class_names(reading, {reading.principal} if reading.principal is not None else set())


def _cause(reading: ParsedReport) -> dict[object, str]:
    first = -1 if reading.principal is None else reading.principal
    return _class_names(reading, set(range(first + 1, len(reading.report.exceptions))))


def _stream(reading: ParsedReport) -> dict[object, str]:
    return {_stream_state(reading.report.stream): "stream"} if reading.report.stream else {}


def _surface(reading: ParsedReport) -> dict[object, str]:
    return {reading.report.surface.verdict: "surface"} if reading.report.surface else {}


def _vendor(reading: ParsedReport) -> dict[object, str]:
    return {reading.report.vendor.value: "vendor"} if reading.report.vendor else {}


def _error_type(reading: ParsedReport) -> dict[object, str]:
    report = reading.report
    return {} if report.error_type is None or _is_contradicted(report) else {report.error_type: "error_type"}


# The facts that are not simply a field of the Report.
_READ: dict[str, Callable[[ParsedReport], dict[object, str]]] = {
    "exception": _exception,
    "cause": _cause,
    "code": lambda reading: {code: f"codes.{code}" for code in reading.report.codes},
    "package": lambda reading: dict.fromkeys(reading.report.packages, "packages"),
    "stream": _stream,
    "request_id": lambda reading: {reading.report.request_id is not None: "request_id"},
    "surface": _surface,
    "vendor": _vendor,
    "error_type": _error_type,
}


# The statuses with which the API answers each type, and those that clients and relays make of them.
_STATUSES = {
    "authentication_error": (401, 403),
    "permission_error": (401, 403),
    "not_found_error": (400, 404),
    "request_too_large": (400, 413),
    "rate_limit_error": (429, 503, 529),
    "billing_error": (400, 402, 403),
    "conflict_error": (409,),
    "overloaded_error": (429, *range(500, 600)),
    "api_error": range(500, 600),
    "timeout_error": (408, *range(500, 600)),
    # For every 4xx status without a separate type.
    "invalid_request_error": tuple(set(range(400, 500)) - {401, 402, 403, 404, 413, 429}),
}


def _is_contradicted(report: Report) -> bool:
    """Does the status say something else than the type? A relay makes up types, but its status is what it
    means.
    """
    statuses = _STATUSES.get(report.error_type or "")
    return statuses is not None and report.status is not None and report.status not in statuses


def _class_names(reading: ParsedReport, indexes: set[int]) -> dict[object, str]:
    names: dict[object, str] = {}
    for index in indexes:
        exception = reading.report.exceptions[index]
        names[exception.name] = f"exceptions.{index}"
        if exception.module:
            names[f"{exception.module}.{exception.name}"] = f"exceptions.{index}"
    return names


def _stream_state(stream: StreamFact) -> str:
    if "error" in stream.events:
        return "error"
    if stream.message_stop:
        return "complete"
    return (
        "empty"
        if not any(name.startswith(("message", "content")) for name in stream.events)
        else "no-message-stop"
    )


def _holds(condition: Condition, facts: Facts, in_text: frozenset[str], in_message: frozenset[str]) -> bool:
    return (
        all(not wanted.isdisjoint(facts[name]) for name, wanted in condition.values)
        and all(pattern.source in in_text for pattern in condition.text)
        and all(pattern.source in in_message for pattern in condition.api_message)
        and not any(pattern.source in in_text for pattern in condition.unless)
    )


def _locate(condition: Condition, clean: CleanText, reading: ParsedReport, facts: Facts) -> ConditionHit:
    """Where a condition that holds was seen, and what its patterns captured."""
    places: list[Place] = []
    captures: dict[str, str] = {}
    for name, wanted in condition.values:
        value = next(value for value in facts[name] if value in wanted)
        if place := reading.spans.get(facts[name][value]):
            places.append(place)
    for pattern in condition.text:
        found = pattern.search(reading.data)
        places.append((clean.char_offset(found.start()), clean.char_offset(found.end())))
        _capture(found, pattern.groups, captures)
    for pattern in condition.api_message:
        found = pattern.search(_message(reading))
        whole = reading.spans.get("api_message")
        places.append(whole or (clean.char_offset(found.start()), clean.char_offset(found.end())))
        _capture(found, pattern.groups, captures)
    known = len(condition.values) + len(condition.text) + len(condition.api_message)
    return ConditionHit(condition, known, tuple(dict.fromkeys(places)), captures)


def _capture(hit: re2.Match[bytes], groups: tuple[str, ...], captures: dict[str, str]) -> None:
    for group in groups:
        value = hit.group(group.encode())  # a pattern on bytes names its groups in bytes
        if value and (checked := check_capture(group, value)):
            captures[group] = checked


def _weight(fit: ConditionHit) -> tuple[int, ...]:
    # Captures before facts: of two conditions as strong, the one that can fill the headline says more.
    return (fit.strength, len(fit.captures), fit.facts, matched_length(fit), -fit.condition.table)


def matched_length(fit: ConditionHit) -> int:
    """How many characters of the paste the condition rests on."""
    return sum(end - start for start, end in fit.places)


def match_conditions_in_other_errors(reading: ParsedReport, rulebook: Rulebook) -> list[ConditionHit]:
    """What the other bodies of the API in the paste say by their type and status alone; sentences were
    found already.
    """
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
