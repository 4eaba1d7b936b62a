"""The sentences of a verdict (who acts, whether to retry, confidence), shared by all renderers."""

from __future__ import annotations

from functools import cache

import re2

from diagnostic.diagnosis import Diagnosis
from diagnostic.finding import Finding
from diagnostic.first_step import first_sentence
from diagnostic.groups import last_group
from diagnostic.patterns import Pattern
from diagnostic.questions import Question
from diagnostic.rules import Cause, Step, Verified
from diagnostic.world.clients import Client, in_sentence

LINK = re2.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
WHO = {
    "you": "you",
    "network": "your network or gateway",
    "account": "your account owner",
    "anthropic": "Anthropic",
    "cloud": "your cloud platform",
    "gateway": "the gateway's operator",
}
RETRY = {
    "backoff": "Yes, with back-off",
    "once": "Yes, once",
    "after-wait": "Only after the stated wait",
    "after-change": "Only after a change",
    "no": "No",
}
# About the official SDKs in general; `retry_note` is about the client that printed the text.
SDK_RETRIES = {
    True: "The SDKs retry this automatically.",
    False: "The SDKs do not retry this automatically.",
    "depends": "Whether the SDKs retry this automatically depends on the case.",
}
_RETRIED_BY_SDK = {
    True: "The SDK has already retried this automatically.",
    False: "The SDK does not retry this automatically.",
    "depends": "Whether the SDK retries this automatically depends on the case.",
}
CONFIDENCE = {"certain": "Certain", "likely": "Likely", "possible": "Possible"}


def flatten_links(markdown: str) -> str:
    """The text with the address of each link behind its words, for renderers that show no links."""
    return LINK.sub(r"\1 (\2)", markdown) if "](" in markdown else markdown


def capital(words: str) -> str:
    """Capitalises the first letter only."""
    return words[:1].upper() + words[1:]


def who_acts(cause: Cause) -> str:
    """Who must act, in order: "your network or gateway, then you"."""
    return ", then ".join(WHO[who] for who in cause.who)


def retry_advice(finding: Finding) -> str:
    """Whether to retry; "stated wait" only if the text states one."""
    cause = finding.cause
    if cause.retry != "after-wait" or finding.states_wait:
        return RETRY[cause.retry]
    return f"Only after a wait{' (usually up to a minute)' if cause.family == 'api-status' else ''}"


def retry_note(cause: Cause, client: Client | None) -> str:
    """Whether this client has already retried, as far as that is known."""
    if client is None:
        return SDK_RETRIES[cause.sdk_retries]
    if client.kind == "sdk":
        return _RETRIED_BY_SDK[cause.sdk_retries]
    if client.kind == "claude-code":
        if cause.retry in ("after-change", "no"):
            return "If Claude Code sends the same request again, it fails again."
        return {
            True: "Claude Code retries this automatically before it shows the error.",
            False: "Claude Code does not always retry this.",
            "depends": "Whether Claude Code retries this depends on the case.",
        }[cause.sdk_retries]
    if client.id == "curl":
        return "curl retries only if you pass --retry."
    if client.kind == "http":
        return "An HTTP client retries only if your code tells it to."
    if client.kind == "framework":
        return (
            f"Whether {in_sentence(client)} retries this depends on its settings."
            f" {SDK_RETRIES[cause.sdk_retries]}"
        )
    return f"The text does not show whether {in_sentence(client)} retried this."


_WORD = Pattern(r"[a-z0-9_]{4,}")


def lead(finding: Finding) -> str | None:
    """The first sentence about the cause, unless the headline says the same."""
    sentence = first_sentence(finding.cause.explanation.what)
    words, known = _words_of_rules(sentence), _words(f"{finding.headline} {finding.cause.title}")
    return None if len(words & known) * 2 > len(words) else sentence


@cache
def _words_of_rules(sentence: str) -> set[bytes]:
    return _words(sentence)


def _words(text: str) -> set[bytes]:
    return {found.group() for found in _WORD.finditer(text.lower().encode())}


def format_versions(step: Step) -> str | None:
    """The SDK versions a step is for: "anthropic ≥ 0.125 or @anthropic-ai/sdk ≥ 1.5"."""
    if not step.versions:
        return None
    return " or ".join(
        f"{PACKAGES[language]} {format_range(versions)}" for language, versions in step.versions.items()
    )


PACKAGES = {"python": "anthropic", "typescript": "@anthropic-ai/sdk"}


def format_range(versions: str) -> str:
    """A range in mathematical notation: ">=0.125,<2" becomes "≥ 0.125, < 2"."""
    for sign, symbol in ((">=", "≥ "), ("<=", "≤ "), ("==", "= ")):
        versions = versions.replace(sign, symbol)
    return re2.sub(r"([<>])(\d)", r"\1 \2", versions).replace(",", ", ")


def format_verdict(finding: Finding, opening: str | None = None) -> str:
    """One self-contained paragraph for a chat message, built from fixed text and validated values only.

    `opening` replaces the first sentence, which names the cause.
    """
    cause, advice = finding.cause, retry_advice(finding)
    certainty = {"certain": "This is", "likely": "This is likely", "possible": "This may be"}[
        finding.confidence
    ]
    parts = [
        opening or f"{certainty}: {finding.headline}".rstrip(".") + ".",
        *filter(None, [lead(finding)]),
        f"Who needs to act: {who_acts(cause)}.",
        f"Retry: {advice[:1].lower()}{advice[1:]}.",
        retry_note(cause, finding.reader.client),
        f"First step: {finding.first_step.text}",
    ]
    return " ".join(parts)


def format_log(diagnosis: Diagnosis) -> str:
    """The most frequent error of a log, its other errors, and its last one."""
    first, *others = diagnosis.groups
    total = sum(group.count for group in diagnosis.groups)
    if not others:
        return f"All {total} errors: {first.cause.title}."
    most_frequent = f"{first.count} of {total} errors: {first.cause.title}."
    last = last_group(diagnosis.groups)
    if last is first:
        shown = "; ".join(f"{group.count} × {group.cause.title}" for group in others[:3])
        return f"{most_frequent} It is also the last one. Others: {shown}."
    return f"{most_frequent} The last one: {last.cause.title} ({last.count} ×)."


def _log_opening(best: Finding) -> str:
    """The opening for the most frequent error of a log: its headline, unless that repeats its title."""
    certainty = "" if best.confidence == "certain" else f" ({best.confidence})"
    headline = "" if best.headline == best.cause.title else f" {best.headline.rstrip('.')}."
    return f"About the most frequent one{certainty}:{headline}"


def summarize(diagnosis: Diagnosis) -> str:
    """The whole answer in one paragraph."""
    if not diagnosis.findings:
        return _summarize_no_match(diagnosis)
    best, *others = diagnosis.findings
    if diagnosis.groups:
        return f"{format_log(diagnosis)} {format_verdict(best, _log_opening(best))}"
    summary = format_verdict(best)
    if others:
        summary += f" Also found: {'; '.join(other.cause.title for other in others[:3])}."
    return summary


def _summarize_no_match(diagnosis: Diagnosis) -> str:
    if reason := other_software(diagnosis):
        return f"This error comes from other software. {reason}"
    nearest = "the closest matches and " if diagnosis.unmatched and diagnosis.unmatched.nearest else ""
    summary = (
        "No known cause matches this text. It contains no Claude API error from the catalogue; "
        f"{nearest}questions that narrow it down are listed."
    )
    first = first_question(diagnosis)
    return f"{summary} First: {flatten_links(first.why)}" if first else summary


def other_software(diagnosis: Diagnosis) -> str | None:
    """Whose error the text shows instead, and what this tool covers; None if no sign of another vendor."""
    vendor = diagnosis.report.vendor
    if not diagnosis.is_of_other_software or vendor is None:
        return None
    return f"{vendor.reason} This tool covers only the Claude API, its SDKs and Claude Code."


def first_question(diagnosis: Diagnosis) -> Question | None:
    """What a person without a matching cause does first, if that needs no command."""
    question = next(iter(diagnosis.questions), None)
    return question if question and not question.commands and not diagnosis.findings else None


def format_proof(cause: Cause) -> str | None:
    """On which SDK versions the error was reproduced; each step states its own proof."""
    return (
        f"Reproduced on a fault server with {_format_versions(cause.reproduced_on)}."
        if cause.reproduced_on
        else None
    )


def _format_versions(shown: Verified) -> str:
    packages = (("anthropic", shown.python), ("@anthropic-ai/sdk", shown.typescript))
    return " and ".join(f"{package} {', '.join(versions)}" for package, versions in packages if versions)
