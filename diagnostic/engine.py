"""Reading x Rulebook -> ranked Matches: special before general, strong before weak; order of rules never decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostic.report import NAMED_ONLY, Reading, Report
from diagnostic.rules import Rulebook
from diagnostic.rules.captures import check_capture
from diagnostic.rules.conditions import VALUE_FACTS, Condition
from diagnostic.text import CleanText

Place = tuple[int, int]
_TELLING = 8  # characters of evidence that do not occur by chance
Facts = dict[str, dict[object, str]]  # fact -> its values -> key of their place in Reading.spans


@dataclass(frozen=True, slots=True)
class Fit:
    """One condition that holds, with where it was seen (code point offsets in CleanText.text)."""

    condition: Condition
    facts: int
    places: tuple[Place, ...]
    captures: dict[str, str]

    @property
    def strength(self) -> int:
        """How telling the strongest condition is, 1 to 5."""
        return self.condition.strength


@dataclass(frozen=True, slots=True)
class Match:
    """A cause that fits, how sure it is and why; `symptoms` are causes that this one explains."""

    cause: str
    confidence: str
    confidence_reason: str
    fit: Fit
    symptoms: tuple[str, ...]
    count: int


def find_matches(clean: CleanText, reading: Reading, rulebook: Rulebook) -> tuple[Match, ...]:
    """All causes that fit, best first."""
    if reading.report.vendor is not None and reading.report.vendor.value == "other":
        return ()  # another vendor's error that happens to use the same words
    fits = _best_fits(clean, reading, rulebook)
    others = _fit_incidents(reading, rulebook, fits)
    fits |= others
    beaten = {
        loser
        for cause, fit in fits.items()
        for loser in rulebook.beats[cause] & fits.keys()
        # Words that other errors use too outweigh nothing that is sure.
        if fit.strength > 1 or fits[loser].strength < 4
    }
    winners = sorted(fits.keys() - beaten, key=lambda cause: _rank(cause, fits[cause], reading))
    explained: set[str] = set()
    matches = []
    for cause in winners:
        symptoms = tuple(sorted((rulebook.beats[cause] & beaten) - explained))
        explained.update(symptoms)
        # Two errors of the API are two errors: neither makes the other less sure.
        rivals = [other for other in winners if other != cause and (other in others) == (cause in others)]
        strongest_rival = 0 if cause in others else max((fits[other].strength for other in rivals), default=0)
        confidence, reason = _judge(fits[cause], reading.report, strongest_rival, _has_finer(cause, rulebook))
        matches.append(Match(cause, confidence, reason, fits[cause], symptoms, _count(clean, fits[cause])))
    order = {"certain": 0, "likely": 1, "possible": 2}
    # What the program ended with comes first, what happened before it after.
    return tuple(
        sorted(matches, key=lambda match: (match.cause in others and bool(fits.keys() - others.keys()), order[match.confidence]))
    )


def _fit_incidents(reading: Reading, rulebook: Rulebook, told: dict[str, Fit]) -> dict[str, Fit]:
    """What the other bodies of the API in the paste say by their type and status alone; sentences were found already."""
    fits: dict[str, Fit] = {}
    for incident in reading.incidents:
        facts = {"error_type": incident.error_type, "status": incident.status}
        for condition in rulebook.by_fact.get(("error_type", incident.error_type), ()):
            named = dict(condition.values)
            if named.keys() <= facts.keys() and all(facts[name] in values for name, values in condition.values):
                fit = Fit(condition, len(named), (incident.place,), {})
                cause = condition.cause
                if cause not in fits or fit.strength > fits[cause].strength:
                    fits[cause] = fit
    found = {cause: fit for cause, fit in fits.items() if cause not in told or told[cause].strength < fit.strength}
    # A sentence that was found names this body's cause better than its type does.
    finer = {broad for cause in told for broad in rulebook.beats[cause]}
    return {cause: fit for cause, fit in found.items() if cause not in finer}


def _best_fits(clean: CleanText, reading: Reading, rulebook: Rulebook) -> dict[str, Fit]:
    best: dict[str, Fit] = {}
    seen: set[int] = set()
    facts = {name: fact_values(name, reading) for name in VALUE_FACTS}
    for condition in _candidates(reading, facts, rulebook):
        if id(condition) in seen:
            continue
        seen.add(id(condition))
        fit = _try(condition, clean, reading, facts)
        if fit and (condition.cause not in best or _weight(fit) > _weight(best[condition.cause])):
            best[condition.cause] = fit
    return best


def _candidates(reading: Reading, facts: Facts, rulebook: Rulebook) -> Iterator[Condition]:
    yield from rulebook.by_text.find(reading.data)
    yield from rulebook.by_message.find(_message(reading))
    for name, values in facts.items():
        for value in values:
            yield from rulebook.by_fact.get((name, value), ())


def _message(reading: Reading) -> bytes:
    # A bare sentence, copied without the body around it, is the message itself.
    message = reading.report.api_message
    return message.encode() if message else reading.data


def fact_values(name: str, reading: Reading) -> dict[object, str]:
    """The values a fact has in this paste -> the key of its place in `reading.spans`; empty where unknown."""
    report = reading.report
    if name == "exception":
        return _class_names(reading, {reading.principal} if reading.principal is not None else set())
    if name == "cause":
        first = -1 if reading.principal is None else reading.principal
        return _class_names(reading, set(range(first + 1, len(report.exceptions))))
    if name == "code":
        return {code: f"codes.{code}" for code in report.codes}
    if name == "package":
        return dict.fromkeys(report.packages, "packages")
    if name == "stream":
        return {_stream_state(report): "stream"} if report.stream else {}
    if name == "request_id":
        return {report.request_id is not None: "request_id"}
    if name == "vendor":
        return {report.vendor.value: "vendor"} if report.vendor else {}
    value = getattr(report, name)
    return {} if value is None or value == "unknown" else {value: name}


def _class_names(reading: Reading, indexes: set[int]) -> dict[object, str]:
    names: dict[object, str] = {}
    for index in indexes:
        exception = reading.report.exceptions[index]
        names[exception.name] = f"exceptions.{index}"
        if exception.module:
            names[f"{exception.module}.{exception.name}"] = f"exceptions.{index}"
    return names


def _stream_state(report: Report) -> str:
    stream = report.stream
    if "error" in stream.events:
        return "error"
    if stream.message_stop:
        return "complete"
    return "empty" if not any(name.startswith(("message", "content")) for name in stream.events) else "no-message-stop"


def _try(condition: Condition, clean: CleanText, reading: Reading, facts: Facts) -> Fit | None:
    places: list[Place] = []
    captures: dict[str, str] = {}
    for name, wanted in condition.values:
        found = facts[name]
        value = next((value for value in found if value in wanted), None)
        if value is None:
            return None
        if place := reading.spans.get(found[value]):
            places.append(place)
    for pattern in condition.text:
        hit = pattern.find.search(reading.data)
        if hit is None:
            return None
        places.append((clean.char_offset(hit.start()), clean.char_offset(hit.end())))
        _capture(hit, pattern.groups, captures)
    for pattern in condition.api_message:
        hit = pattern.find.search(_message(reading))
        if hit is None:
            return None
        if place := reading.spans.get("api_message"):
            places.append(place)
        else:
            places.append((clean.char_offset(hit.start()), clean.char_offset(hit.end())))
        _capture(hit, pattern.groups, captures)
    if any(pattern.find.search(reading.data) for pattern in condition.unless):
        return None
    known = len(condition.values) + len(condition.text) + len(condition.api_message)
    return Fit(condition, known, tuple(dict.fromkeys(places)), captures)


def _capture(hit: object, groups: tuple[str, ...], captures: dict[str, str]) -> None:
    for group in groups:
        value = hit.group(group.encode())  # a pattern on bytes names its groups in bytes
        if value and (checked := check_capture(group, value)):
            captures[group] = checked


def _weight(fit: Fit) -> tuple:
    # Captures before facts: of two conditions as strong, the one that can fill the headline says more.
    return (fit.strength, len(fit.captures), fit.facts, _length(fit), repr(fit.condition.values))


def _length(fit: Fit) -> int:
    return sum(end - start for start, end in fit.places)


def _rank(cause: str, fit: Fit, reading: Reading) -> tuple:
    # Of two as strong, the later one: it is what the program ended with.
    last = max((end for _, end in fit.places), default=0)
    return (-fit.strength, -_depth(fit, reading), -fit.facts, -last, -_length(fit), cause)


def _depth(fit: Fit, reading: Reading) -> int:
    # Wrappers rename, so what stands deepest in the chain of exceptions knows best.
    depth = -1
    for index in range(len(reading.report.exceptions)):
        start, end = reading.spans.get(f"exceptions.{index}", (0, 0))
        if any(start <= place[0] < end for place in fit.places):
            depth = index
    return depth


def _has_finer(cause: str, rulebook: Rulebook) -> bool:
    """Does the API's message tell special cases of this cause apart? Those of other families, facts tell apart."""
    family = rulebook.causes[cause].family
    return any(rulebook.causes[special].family == family for special in rulebook.special_cases.get(cause, ()))


def _judge(fit: Fit, report: Report, rival: int, has_finer: bool) -> tuple[str, str]:
    is_claude = report.vendor is not None and report.vendor.value == "anthropic" and report.vendor != NAMED_ONLY
    if not is_claude and not fit.condition.telling:
        return "possible", "The words fit, but nothing in the text shows that a Claude client printed them."
    if fit.strength < 2:
        return "possible", "Only words fit that other errors use too."
    if fit.strength == 2:
        return "likely", "One fact fits; a second one that would confirm it is not in the text."
    if not is_claude:
        return "likely", "The text is one that only this error prints, but the client that printed it is not shown."
    condition = fit.condition
    if has_finer and report.api_message and not (condition.text or condition.api_message or fit.strength > 3):
        return "likely", "The kind of error is sure; its message is one that no special case of it knows."
    if rival >= fit.strength:
        return "likely", "The evidence is strong, but another cause in this text is as strong."
    return "certain", f"{_evidence_words(fit)}, and the text comes from a Claude client: {report.vendor.reason}"


def _evidence_words(fit: Fit) -> str:
    names = [name.replace("_", " ") for name, _ in fit.condition.values if name not in ("request_id", "vendor")]
    if fit.condition.text:
        names.append("a sentence that only this error prints")
    if fit.condition.api_message:
        names.append("the API's own message")
    said = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{said[:1].upper()}{said[1:]} fit{'s' if len(names) == 1 else ''}"


def _count(clean: CleanText, fit: Fit) -> int:
    start, end = min(fit.places, key=lambda place: place[0] - place[1], default=(0, 0))
    if end - start <= _TELLING:
        # A bare status occurs in times and sizes too: what stands before it tells it apart.
        start = max(clean.text.rfind("\n", 0, start) + 1, end - 2 * _TELLING)
    seen = clean.text[start:end]
    return max(1, clean.text.count(seen)) if len(seen) > _TELLING else 1
