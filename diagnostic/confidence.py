"""ConditionHit x Report -> how sure a cause is, and the sentence that says why."""

from __future__ import annotations

from typing import Literal

from diagnostic.matching import ConditionHit
from diagnostic.report import Attribution, Report

# Many services take OpenAI's form, relays of the Claude API among them: it is nobody's.
FORM = "openai-form/form"
Confidence = Literal["certain", "likely", "possible"]


def grade_confidence(
    hit: ConditionHit, report: Report, rival: int, has_finer: bool
) -> tuple[Confidence, str]:
    vendor = report.vendor
    is_claude = vendor is not None and vendor.is_claude
    if vendor is not None and vendor.value == "other" and vendor.sign != FORM:
        return "possible", f"The sentence is one of the Claude API's, but the text names {vendor.shows} too."
    if not is_claude and not hit.condition.is_distinctive:
        return "possible", "The words fit, but nothing in the text shows that a Claude client printed them."
    if hit.strength < 2:
        return "possible", "Only words fit that other errors use too."
    if hit.strength == 2:
        return "likely", "One fact fits; a second one that would confirm it is not in the text."
    if vendor is None or not is_claude:
        return (
            "likely",
            "The text is one that only this error prints, but the client that printed it is not shown.",
        )
    return _grade_claude(hit, report, vendor, rival, has_finer)


def _grade_claude(
    hit: ConditionHit, report: Report, vendor: Attribution, rival: int, has_finer: bool
) -> tuple[Confidence, str]:
    """How sure strong evidence beside evidence of Claude makes."""
    by_words = hit.condition.text or hit.condition.api_message or hit.strength > 3
    if has_finer and report.api_message and not by_words:
        return "likely", "The kind of error is sure; its message is one that no special case of it knows."
    if rival >= hit.strength:
        return "likely", "The evidence is strong, but another cause in this text is as strong."
    return "certain", f"{_describe_evidence(hit)}, and the text shows {vendor.shows}."


_FACT_LABELS = {
    "code": "the code of the failure",
    "cause": "the exception underneath",
    "phase": "the phase",
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
    named = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{named[:1].upper()}{named[1:]} point{'s' if len(names) == 1 else ''} to this cause"
