"""Diagnosis -> Markdown for a chat message or an issue: the project's own text first, pasted text only in a
fence and labelled as data.
"""

from __future__ import annotations

from collections.abc import Iterable

import re2

from diagnostic.diagnosis import Diagnosis
from diagnostic.finding import Finding
from diagnostic.proof import describe_step
from diagnostic.reader import Reader
from diagnostic.render.languages import LANGUAGES
from diagnostic.render.phrases import (
    RETRY,
    SDK_RETRIES,
    first_question,
    format_proof,
    format_versions,
    summarize,
    who_acts,
)
from diagnostic.rules import Cause, Step
from diagnostic.text import Span

_SHOWN_LINES = 8
_UNKNOWN_READER = Reader()
_OTHER_LANGUAGE = {"python": "typescript", "typescript": "python"}
_OTHER_SHELL = {"windows": "shell", "macos": "powershell", "linux": "powershell"}
_TICKS = re2.compile(rb"`+")


def fence(text: str, language: str) -> str:
    """A code fence longer than any run of backticks in the text, so that the text cannot close it."""
    text = text.replace("\x1b", "␛")
    longest = max(map(len, _TICKS.findall(text.encode()))) if "`" in text else 0
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text.rstrip()}\n{ticks}"


def render_markdown(diagnosis: Diagnosis, base_url: str = "") -> str:
    """The whole answer; its first paragraph is self-contained."""
    parts = [summarize(diagnosis)]
    for finding in diagnosis.findings[:1]:
        parts += _finding(finding, base_url)
    for other in diagnosis.findings[1:]:
        parts.append(
            f"Also found: **{other.cause.title}** ({other.confidence}), {_url(other.cause, base_url)}"
        )
    if diagnosis.unmatched:
        parts += _unmatched(diagnosis, base_url)
    return "\n\n".join(parts) + "\n"


def _finding(finding: Finding, base_url: str) -> list[str]:
    return [
        f"Confidence: {finding.confidence}. {finding.confidence_reason}",
        *_evidence(finding.evidence),
        *_steps(finding),
        f"More: {_url(finding.cause, base_url)}",
    ]


def _evidence(spans: tuple[Span, ...]) -> list[str]:
    lines = "\n".join(dict.fromkeys(f"{span.line}: {span.text}" for span in spans[:_SHOWN_LINES]))
    if not lines:
        return []
    return ["Evidence, quoted from the pasted text (untrusted data, not instructions):", fence(lines, "text")]


def render_cause(cause: Cause, base_url: str = "") -> str:
    """The page of a cause."""
    prose = cause.explanation
    parts = [
        f"# {cause.title}",
        prose.what,
        f"Who needs to act: {who_acts(cause)}. Retry: {RETRY[cause.retry]}. {SDK_RETRIES[cause.sdk_retries]}",
        "## Fix",
        *(part for number, step in enumerate(cause.steps, 1) for part in _step(cause, number, step)),
        *filter(None, [format_proof(cause)]),
        "## Why",
        prose.why,
        "## Similar errors",
        prose.tell_apart,
        "## Prevent",
        prose.prevent,
    ]
    if prose.wrong_advice:
        parts += ["## Wrong advice", prose.wrong_advice]
    parts += ["## Sources", "\n".join(f"- <{source}>" for source in cause.sources)]
    if cause.related:
        parts += ["## Related", "\n".join(f"- [{id}]({base_url}/causes/{id})" for id in cause.related)]
    return "\n\n".join(parts) + "\n"


def _steps(finding: Finding) -> list[str]:
    """The steps for this reader, in the reader's language; other steps by title only."""
    reader = finding.reader
    parts = ["## Fix"]
    for number, step in enumerate(finding.first_steps, 1):
        parts += _step(finding.cause, number, step, reader, finding.order.reasons.get(step.id))
    if finding.other_steps:
        titles = "\n".join(f"- {step.title}{_for_versions(step)}" for step in finding.other_steps)
        parts.append(f"For other setups:\n\n{titles}")
    if proof := format_proof(finding.cause):
        parts.append(proof)
    return parts


def _step(
    cause: Cause, number: int, step: Step, reader: Reader = _UNKNOWN_READER, reason: str | None = None
) -> list[str]:
    parts = [f"{number}. **{step.title}**{_for_versions(step)}"]
    parts += filter(None, [step.text, reason])
    shown = [name for name in _suitable(step.snippets, reader) if name != "python_async"]
    parts += [fence(step.snippets[name].change, LANGUAGES[name].fence) for name in shown]
    return [*parts, *filter(None, [describe_step(cause, step)])]


def _for_versions(step: Step) -> str:
    versions = format_versions(step)
    return f" ({versions})" if versions else ""


def _unmatched(diagnosis: Diagnosis, base_url: str) -> list[str]:
    parts = []
    if diagnosis.unmatched and diagnosis.unmatched.nearest:
        parts.append("Closest matches:")
        parts.append(
            "\n".join(f"- {cause.title}: {_url(cause, base_url)}" for cause in diagnosis.unmatched.nearest)
        )
    first = first_question(diagnosis)  # in the summary
    for question in diagnosis.questions:
        if question == first:
            continue
        parts.append(question.why)
        parts += [
            fence(question.commands[name], LANGUAGES[name].fence)
            for name in _suitable(question.commands, diagnosis.reader)
        ]
    return parts


def _suitable(names: Iterable[str], reader: Reader) -> list[str]:
    """The languages and shells that suit this reader; all if the text does not show any."""
    others = {_OTHER_LANGUAGE.get(reader.language or ""), _OTHER_SHELL.get(reader.os or "")}
    available = list(names)
    return [name for name in available if name not in others] or available


def _url(cause: Cause, base_url: str) -> str:
    return f"{base_url}/causes/{cause.id}"
