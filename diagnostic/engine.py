"""ParsedReport x Rulebook -> Findings: specific causes before general ones, strong evidence before weak.

The order of the rules does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from diagnostic.confidence import Confidence, grade_confidence
from diagnostic.encountered import select_encountered
from diagnostic.finding import Finding, make_finding
from diagnostic.matching import (
    ConditionHit,
    equally_strong,
    match_conditions,
    match_conditions_in_other_errors,
    matched_length,
    strongest_by_cause,
)
from diagnostic.patterns import Pattern
from diagnostic.reader import Reader
from diagnostic.report import ParsedReport, Place
from diagnostic.report.voice.classifier import VoiceClassifier
from diagnostic.rules import Rulebook
from diagnostic.text import CleanText

_ORDER = {"certain": 0, "likely": 1, "possible": 2}
# A time or a level begins an entry.
_LOG_ENTRY = Pattern(
    r"^\W{0,4}(?:\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b)"
)
_APART: tuple[Confidence, str] = (
    "possible",
    "The wording matches, but a Claude model is named only in another entry of the log.",
)


def find_causes(
    clean: CleanText, reading: ParsedReport, rulebook: Rulebook, reader: Reader
) -> tuple[Finding, ...]:
    """All causes that match, best first."""
    vendor = reading.report.vendor
    if vendor is not None and vendor.value == "other" and vendor.strength == "strong":
        return ()  # another vendor's error that happens to use the same words
    hits = match_conditions(clean, reading, rulebook)
    others = match_conditions_in_other_errors(reading, rulebook)
    return rank_hits(clean, reading, rulebook, reader, hits, others)


def rank_hits(
    clean: CleanText,
    reading: ParsedReport,
    rulebook: Rulebook,
    reader: Reader,
    hits: Iterable[ConditionHit],
    hits_in_other_errors: Iterable[ConditionHit],
) -> tuple[Finding, ...]:
    """The causes that these hits show, best first."""
    if reading.report.is_of_other_vendor:
        # A relay or another vendor's client may have passed on what only Claude's API prints.
        hits, hits_in_other_errors = [hit for hit in hits if hit.condition.is_distinctive], ()
    classifier = VoiceClassifier(reading.kind)
    encountered = list(select_encountered(classifier, reading, hits))
    best = strongest_by_cause(encountered)
    best_in_other_errors = strongest_by_cause(select_encountered(classifier, reading, hits_in_other_errors))
    others = _only_in_other_errors(best, best_in_other_errors, rulebook)
    best |= others
    overridden = _overridden_causes(best, encountered, rulebook, clean.text)
    winners = sorted(best.keys() - overridden, key=lambda cause: _rank(cause, best[cause], reading))
    explained: set[str] = set()
    findings: list[Finding] = []
    for id in winners:
        symptoms = tuple(sorted((rulebook.overrides[id] & overridden) - explained))
        explained.update(symptoms)
        # Two API errors in one text are separate errors, so neither lowers the confidence of the other.
        has_rival = id not in others and any(
            best[other].strength >= best[id].strength
            for other in winners
            if other != id and other not in others and not rulebook.causes[other].harmless
        )
        cause, equals = rulebook.causes[id], equally_strong(best[id], encountered)
        grade = _grade_best(equals, clean, reading, has_rival, _has_special_cases(id, rulebook))
        findings.append(make_finding(cause, best[id], grade, symptoms, clean, reading.report, reader))
    # The error that ended the program comes first, earlier errors after it, and what ended nothing last.
    findings.sort(
        key=lambda finding: (
            finding.cause.harmless,
            finding.cause.id in others,
            _ORDER[finding.confidence],
        )
    )
    return tuple(findings)


def _grade_best(
    hits: Iterable[ConditionHit],
    clean: CleanText,
    reading: ParsedReport,
    has_rival: bool,
    has_special_cases: bool,
) -> tuple[Confidence, str]:
    """The best confidence that any of a cause's hits gives: the one that fills the headline may require signs
    of Claude while another is a sentence that only this error prints.
    """
    grades = (
        _APART
        if _is_apart_from_claude(hit, reading, clean)
        else grade_confidence(hit, reading.report, has_rival, has_special_cases)
        for hit in hits
    )
    return min(grades, key=lambda grade: _ORDER[grade[0]])


def _is_apart_from_claude(hit: ConditionHit, reading: ParsedReport, clean: CleanText) -> bool:
    """Whether other services print such evidence too, and nothing of Claude is shown but a model in another
    entry of the log.
    """
    vendor, model = reading.report.vendor, reading.spans.get("model")
    if model is None or vendor is None or vendor.strength != "weak" or not vendor.sign.endswith("/model"):
        return False
    if hit.condition.is_distinctive:
        return False
    masked = clean.masked
    lines = {masked.count("\n", 0, clean.source(start, start + 1)[0]) for start, _ in (*hit.places, model)}
    shown = masked.split("\n")
    return len(lines) > 1 and all(_LOG_ENTRY.occurs(shown[line].encode()) for line in lines)


def _overridden_causes(
    best: dict[str, ConditionHit], hits: list[ConditionHit], rulebook: Rulebook, text: str
) -> set[str]:
    """The causes that another match overrides."""
    return {
        other
        for cause, hit in best.items()
        for other in rulebook.overrides[cause] & best.keys()
        # Ambiguous words never override strong evidence.
        if (hit.strength > 1 or best[other].strength < 4)
        # A harmless cause explains only the words in its lines.
        and (not rulebook.causes[cause].harmless or _is_in_lines_of(cause, hits, best[other], text))
    }


def _is_in_lines_of(cause: str, hits: list[ConditionHit], other: ConditionHit, text: str) -> bool:
    """Whether all evidence of the other hit is in lines in which evidence of this cause is."""
    own = (hit for hit in hits if hit.condition.cause == cause)
    lines = {text.count("\n", 0, start) for hit in own for start, _ in hit.places}
    return all(text.count("\n", 0, start) in lines for start, _ in other.places)


def _only_in_other_errors(
    best: dict[str, ConditionHit], others: dict[str, ConditionHit], rulebook: Rulebook
) -> dict[str, ConditionHit]:
    if not others:
        return {}
    # A matched message identifies the cause of a response body more precisely than its error type.
    explained = {broad for cause in best for broad in rulebook.overrides[cause]}
    return {
        cause: hit
        for cause, hit in others.items()
        if cause not in explained and (cause not in best or best[cause].strength < hit.strength)
    }


def _rank(cause: str, hit: ConditionHit, reading: ParsedReport) -> tuple[int | str, ...]:
    # On a tie, the API's own message wins, then the later match: a program ends with its fatal error.
    last = max(end for _, end in hit.places)
    depth, is_own = _exception_depth(hit, reading), _begins_in(hit, reading.spans.get("api_message"))
    return (-hit.strength, -depth, not is_own, -hit.facts, -last, -matched_length(hit), cause)


def _begins_in(hit: ConditionHit, span: Place | None) -> bool:
    """Whether any part of the evidence begins in this span."""
    return span is not None and any(span[0] <= start < span[1] for start, _ in hit.places)


def _exception_depth(hit: ConditionHit, reading: ParsedReport) -> int:
    # Wrappers rename errors, so the innermost exception of the chain is the most specific.
    indexes = range(len(reading.report.exceptions))
    return max((at for at in indexes if _begins_in(hit, reading.spans[f"exceptions.{at}"])), default=-1)


def _has_special_cases(cause: str, rulebook: Rulebook) -> bool:
    """Whether the API's message distinguishes special cases of this cause. In other families, facts do."""
    family = rulebook.causes[cause].family
    return any(rulebook.causes[special].family == family for special in rulebook.special_cases.get(cause, ()))
