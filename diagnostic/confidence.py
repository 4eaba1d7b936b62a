"""ConditionHit x Report -> how sure a cause is, and the sentence that says why."""

from __future__ import annotations

from typing import Literal

from diagnostic.matching import ConditionHit
from diagnostic.report import Attribution, Report

# Many services take OpenAI's form, relays of the Claude API among them: it is nobody's.
FORM = "openai-form/form"
Confidence = Literal["certain", "likely", "possible"]


# Who only names an error may not have met it.
_UNSEEN = ("possible", "The text names such an error; it does not show what a program printed.")


def grade_confidence(
    hit: ConditionHit, report: Report, has_rival: bool, has_finer: bool
) -> tuple[Confidence, str]:
    """How sure a cause is, and why.

    `has_rival`: another cause in this text is as strong; `has_finer`: the cause has special cases.
    """
    grade = _grade(hit, report, has_rival, has_finer)
    is_shown = hit.voice == "printed" or (hit.voice == "told" and hit.strength >= 4)
    return grade if is_shown or grade[0] == "possible" else _UNSEEN


def _grade(hit: ConditionHit, report: Report, has_rival: bool, has_finer: bool) -> tuple[Confidence, str]:
    vendor = report.vendor
    if vendor is not None and vendor.is_claude:
        return _grade_beside_claude(hit, report, vendor, has_rival, has_finer)
    if vendor is not None and vendor.value == "other" and vendor.sign != FORM:
        return "possible", f"The sentence is one of the Claude API's, but the text names {vendor.shows} too."
    if not hit.condition.is_distinctive:
        return "possible", "The words fit, but nothing in the text shows that a Claude client printed them."
    return (
        "likely",
        "The text is one that only this error prints, but the client that printed it is not shown.",
    )


def _grade_beside_claude(
    hit: ConditionHit, report: Report, claude: Attribution, has_rival: bool, has_finer: bool
) -> tuple[Confidence, str]:
    if hit.strength < 2:
        return "possible", "Only words fit that other errors use too."
    if hit.strength == 2:
        return "likely", "One fact fits; a second one that would confirm it is not in the text."
    if has_finer and report.api_message and hit.strength < 4:  # no sentence and no code shows it
        return "likely", "The kind of error is sure; its message is one that no special case of it knows."
    if has_rival:
        return "likely", "The evidence is strong, but another cause in this text is as strong."
    if hit.voice == "told":
        return "likely", "Somebody tells of this error in its own words; what a program printed is not shown."
    return "certain", f"{_describe_evidence(hit)}, and the text shows {claude.shows}."


_FACT_LABELS = {
    "code": "the code of the failure",
    "cause": "the exception underneath",
    "status": "the status code",
    "stream": "the way the stream ends",
    "surface": "the table of the SDK's releases",
}


def _describe_evidence(hit: ConditionHit) -> str:
    names = [
        _FACT_LABELS.get(name, f"the {name.replace('_', ' ')}")
        for name, _ in hit.condition.values
        if name not in ("request_id", "vendor")
    ]
    if hit.condition.text:
        names.append("a sentence that only this error prints")
    if hit.condition.api_message:
        names.append("the API's own message")
    named = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{named[:1].upper()}{named[1:]} point{'s' if len(names) == 1 else ''} to this cause"
