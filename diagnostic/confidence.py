"""ConditionHit x Report -> the confidence in a cause, and the sentence that explains it."""

from __future__ import annotations

from typing import Literal

from diagnostic.matching import ConditionHit
from diagnostic.report import Attribution, Report

# Many services, including relays of the Claude API, use OpenAI's format, so it does not identify a vendor.
OPENAI_FORMAT_SIGN = "openai-form/form"
Confidence = Literal["certain", "likely", "possible"]


# Somebody who only mentions an error may not have encountered it.
_ONLY_MENTIONED = ("possible", "The text names such an error; it does not show what a program printed.")


def grade_confidence(
    hit: ConditionHit, report: Report, has_rival: bool, has_special_cases: bool
) -> tuple[Confidence, str]:
    """The confidence in a cause, and why.

    `has_rival`: another cause in this text has equally strong evidence. `has_special_cases`: there are more
    specific causes of this kind of error.
    """
    grade = _grade(hit, report, has_rival, has_special_cases)
    # An app speaks as people do, so who quotes it reports it.
    is_sentence = hit.strength >= 4 or hit.condition.is_of_app
    is_shown = hit.voice == "printed" or (hit.voice == "reported" and is_sentence)
    return grade if is_shown or grade[0] == "possible" else _ONLY_MENTIONED


def _grade(
    hit: ConditionHit, report: Report, has_rival: bool, has_special_cases: bool
) -> tuple[Confidence, str]:
    vendor = report.vendor
    if vendor is not None and vendor.is_claude:
        return _grade_claude_error(hit, report, vendor, has_rival, has_special_cases)
    if vendor is not None and vendor.value == "other" and vendor.sign != OPENAI_FORMAT_SIGN:
        return "possible", f"The Claude API uses this wording, but the text also names {vendor.shows}."
    if not hit.condition.is_distinctive:
        return (
            "possible",
            "The wording matches, but nothing in the text shows that a Claude client printed it.",
        )
    return (
        "likely",
        "The wording is specific to this error, but the text does not show which client printed it.",
    )


def _grade_claude_error(
    hit: ConditionHit, report: Report, claude: Attribution, has_rival: bool, has_special_cases: bool
) -> tuple[Confidence, str]:
    if hit.strength < 2:
        return "possible", "Only generic wording matches, which other errors use as well."
    if hit.condition.is_of_app:
        return "likely", "The app says so in its own words; what the API answered is not shown."
    if hit.strength == 2:
        return "likely", "One fact matches, but nothing else in the text confirms it."
    if has_special_cases and report.api_message and hit.strength < 4:  # neither wording nor code is specific
        return "likely", "The error type is certain, but the message matches none of its specific causes."
    if has_rival:
        return "likely", "Another cause in this text has equally strong evidence."
    if hit.voice == "reported":
        return "likely", "The text describes this error; it does not show what a program printed."
    return "certain", f"{_describe_evidence(hit)}, and the text shows {claude.shows}."


_FACT_LABELS = {
    "code": "the error code",
    "cause": "the underlying exception",
    "status": "the status code",
    "stream": "the way the stream ends",
    "surface": "the SDK release table",
}


def _describe_evidence(hit: ConditionHit) -> str:
    names = [
        _FACT_LABELS.get(name, f"the {name.replace('_', ' ')}")
        for name, _ in hit.condition.values
        if name not in ("request_id", "vendor")
    ]
    if hit.condition.text:
        names.append("a message specific to this error")
    if hit.condition.api_message:
        names.append("the API's own message")
    named = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{named[:1].upper()}{named[1:]} point{'s' if len(names) == 1 else ''} to this cause"
