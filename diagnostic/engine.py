"""Reading x Rulebook -> ranked Matches: special before general, strong before weak; order of rules never
decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from diagnostic.matching import (
    ConditionHit,
    match_conditions,
    match_conditions_in_other_errors,
    matched_length,
    strongest_by_cause,
)
from diagnostic.report import Attribution, ParsedReport, Report
from diagnostic.rules import Rulebook
from diagnostic.text import CleanText

# Many services take OpenAI's form, relays of the Claude API among them: it is nobody's.
FORM = "openai-form/form"
Confidence = Literal["certain", "likely", "possible"]

_MIN_DISTINCTIVE_LENGTH = 8  # characters of evidence that do not occur by chance


@dataclass(frozen=True, slots=True)
class Match:
    """A cause that fits, how sure it is and why; `symptoms` are causes that this one explains."""

    cause: str
    confidence: Confidence
    confidence_reason: str
    fit: ConditionHit
    symptoms: tuple[str, ...]
    count: int


def find_matches(clean: CleanText, reading: ParsedReport, rulebook: Rulebook) -> tuple[Match, ...]:
    """All causes that fit, best first."""
    hits = match_conditions(clean, reading, rulebook)
    return rank_hits(clean, reading, rulebook, hits, match_conditions_in_other_errors(reading, rulebook))


def rank_hits(
    clean: CleanText,
    reading: ParsedReport,
    rulebook: Rulebook,
    hits: Iterable[ConditionHit],
    hits_in_other_errors: Iterable[ConditionHit],
) -> tuple[Match, ...]:
    """The causes that these conditions show, best first."""
    vendor = reading.report.vendor
    if vendor is not None and vendor.value == "other":
        hits, hits_in_other_errors = _keep_own_sentences(hits, vendor), ()
    fits = strongest_by_cause(hits)
    others = _only_in_other_errors(fits, strongest_by_cause(hits_in_other_errors), rulebook)
    fits |= others
    beaten = _find_beaten(fits, rulebook)
    winners = sorted(fits.keys() - beaten, key=lambda cause: _rank(cause, fits[cause], reading))
    explained: set[str] = set()
    matches: list[Match] = []
    for cause in winners:
        symptoms = tuple(sorted((rulebook.overrides[cause] & beaten) - explained))
        explained.update(symptoms)
        # Two errors of the API are two errors: neither makes the other less sure.
        rivals = [other for other in winners if other != cause and (other in others) == (cause in others)]
        strongest_rival = 0 if cause in others else max((fits[other].strength for other in rivals), default=0)
        confidence, reason = _grade_confidence(
            fits[cause], reading.report, strongest_rival, _has_special_cases(cause, rulebook)
        )
        matches.append(Match(cause, confidence, reason, fits[cause], symptoms, _count(clean, fits[cause])))
    order = {"certain": 0, "likely": 1, "possible": 2}
    # What the program ended with comes first, what happened before it after.
    return tuple(
        sorted(
            matches,
            key=lambda match: (
                match.cause in others and bool(fits.keys() - others.keys()),
                order[match.confidence],
            ),
        )
    )


def _find_beaten(fits: dict[str, ConditionHit], rulebook: Rulebook) -> set[str]:
    """The causes that others which fit explain."""
    return {
        loser
        for cause, fit in fits.items()
        for loser in rulebook.overrides[cause] & fits.keys()
        # Words that other errors use too outweigh nothing that is sure.
        if fit.strength > 1 or fits[loser].strength < 4
    }


def _keep_own_sentences(hits: Iterable[ConditionHit], vendor: Attribution) -> list[ConditionHit]:
    """What only Claude's API prints, where a relay or another vendor's client may have passed it on."""
    if vendor.strength == "strong":
        return []  # another vendor's error that happens to use the same words
    return [hit for hit in hits if hit.strength >= 4 and hit.condition.is_distinctive]


def _only_in_other_errors(
    fits: dict[str, ConditionHit], others: dict[str, ConditionHit], rulebook: Rulebook
) -> dict[str, ConditionHit]:
    # A sentence that was found names a body's cause better than its type does.
    finer = {broad for cause in fits for broad in rulebook.overrides[cause]}
    return {
        cause: hit
        for cause, hit in others.items()
        if cause not in finer and (cause not in fits or fits[cause].strength < hit.strength)
    }


def _rank(cause: str, fit: ConditionHit, reading: ParsedReport) -> tuple[int | str, ...]:
    # Of two as strong, the later one: it is what the program ended with.
    last = max((end for _, end in fit.places), default=0)
    return (-fit.strength, -_depth(fit, reading), -fit.facts, -last, -matched_length(fit), cause)


def _depth(fit: ConditionHit, reading: ParsedReport) -> int:
    # Wrappers rename, so what stands deepest in the chain of exceptions knows best.
    depth = -1
    for index in range(len(reading.report.exceptions)):
        start, end = reading.spans.get(f"exceptions.{index}", (0, 0))
        if any(start <= place[0] < end for place in fit.places):
            depth = index
    return depth


def _has_special_cases(cause: str, rulebook: Rulebook) -> bool:
    """Does the API's message tell special cases of this cause apart? Those of other families, facts tell
    apart.
    """
    family = rulebook.causes[cause].family
    return any(rulebook.causes[special].family == family for special in rulebook.special_cases.get(cause, ()))


def _grade_confidence(
    fit: ConditionHit, report: Report, rival: int, has_finer: bool
) -> tuple[Confidence, str]:
    vendor = report.vendor
    is_claude = vendor is not None and vendor.is_claude
    if vendor is not None and vendor.value == "other" and vendor.sign != FORM:
        return "possible", f"The sentence is one of the Claude API's, but the text names {vendor.shows} too."
    if not is_claude and not fit.condition.is_distinctive:
        return "possible", "The words fit, but nothing in the text shows that a Claude client printed them."
    if fit.strength < 2:
        return "possible", "Only words fit that other errors use too."
    if fit.strength == 2:
        return "likely", "One fact fits; a second one that would confirm it is not in the text."
    if vendor is None or not is_claude:
        return (
            "likely",
            "The text is one that only this error prints, but the client that printed it is not shown.",
        )
    return _grade_claude(fit, report, vendor, rival, has_finer)


def _grade_claude(
    fit: ConditionHit, report: Report, vendor: Attribution, rival: int, has_finer: bool
) -> tuple[Confidence, str]:
    """How sure strong evidence beside evidence of Claude makes."""
    by_words = fit.condition.text or fit.condition.api_message or fit.strength > 3
    if has_finer and report.api_message and not by_words:
        return "likely", "The kind of error is sure; its message is one that no special case of it knows."
    if rival >= fit.strength:
        return "likely", "The evidence is strong, but another cause in this text is as strong."
    return "certain", f"{_describe_evidence(fit)}, and the text shows {vendor.shows}."


_FACT_LABELS = {
    "code": "the code of the failure",
    "cause": "the exception underneath",
    "phase": "the phase",
    "status": "the status code",
    "stream": "the way the stream ends",
    "surface": "the table of the SDK's releases",
}


def _describe_evidence(fit: ConditionHit) -> str:
    names = [
        _FACT_LABELS.get(name, f"the {name.replace('_', ' ')}")
        for name, _ in fit.condition.values
        if name not in ("request_id", "vendor")
    ]
    if fit.condition.text:
        names.append("a sentence that only this error prints")
    if fit.condition.api_message:
        names.append("the API's own message")
    said = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{said[:1].upper()}{said[1:]} point{'s' if len(names) == 1 else ''} to this cause"


def _count(clean: CleanText, fit: ConditionHit) -> int:
    start, end = min(fit.places, key=lambda place: place[0] - place[1], default=(0, 0))
    if end - start <= _MIN_DISTINCTIVE_LENGTH:
        # A bare status occurs in times and sizes too: what stands before it tells it apart.
        start = max(clean.text.rfind("\n", 0, start) + 1, end - 2 * _MIN_DISTINCTIVE_LENGTH)
    seen = clean.text[start:end]
    return max(1, clean.text.count(seen)) if len(seen) > _MIN_DISTINCTIVE_LENGTH else 1
