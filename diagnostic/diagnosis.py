"""str | exception -> Diagnosis: all that a renderer needs, and nothing more."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from diagnostic import engine
from diagnostic.engine import Match
from diagnostic.nearest import find_nearest
from diagnostic.report import ParsedReport, Report, SdkVersion, read_report
from diagnostic.rules import Cause, Rulebook, headline_names, load_rules
from diagnostic.rules.ranges import covers, excludes
from diagnostic.skeleton import redacted_shape
from diagnostic.text import CleanText, Span, clean
from diagnostic.world.clients import clients


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause found in the paste, with the person's own values."""

    cause: Cause
    match: Match
    headline: str
    evidence: tuple[Span, ...]
    captures: dict[str, str]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """What can be said where no cause fits: the nearest ones, and a text that can be shown to others."""

    nearest: tuple[Cause, ...]
    skeleton: str


@dataclass(frozen=True)
class Diagnosis:
    """What a paste says: the causes found, best first."""

    clean: CleanText
    reading: ParsedReport
    findings: tuple[Finding, ...]
    rulebook: Rulebook

    @property
    def report(self) -> Report:
        """The facts read from the paste."""
        return self.reading.report

    @cached_property
    def unmatched(self) -> Unmatched | None:
        """What is near where no cause fits; sought only for who shows it."""
        return (
            None
            if self.findings
            else Unmatched(find_nearest(self.clean, self.report, self.rulebook), self.skeleton)
        )

    @property
    def skeleton(self) -> str:
        """The masked text without its values, fit to be shown to others."""
        return redacted_shape(self.clean)


@cache
def rulebook() -> Rulebook:
    """The rules that came with this installation, loaded once."""
    return load_rules()


def diagnose(error: str | BaseException, rules: Rulebook | None = None) -> Diagnosis:
    """Finds the causes of a Claude API error, given its text or the exception itself.

    Raises MaskingError where secrets could not be masked: no answer is better than a leaked key.
    """
    rules = rules or rulebook()
    text = error if isinstance(error, str) else print_exception(error)
    cleaned = clean(text)
    reading = read_report(cleaned)
    matches = engine.find_matches(cleaned, reading, rules)
    findings = tuple(_describe(match, cleaned, reading.report, rules) for match in matches)
    return Diagnosis(cleaned, reading, findings, rules)


def print_exception(error: BaseException) -> str:
    """The traceback with its whole chain, and the version of the SDK where one is loaded."""
    lines = traceback.format_exception(error)
    version = getattr(sys.modules.get("anthropic"), "__version__", None)
    if version:
        lines.append(f"anthropic=={version}\n")
    return "".join(lines)


def _describe(match: Match, cleaned: CleanText, report: Report, rules: Rulebook) -> Finding:
    cause = rules.causes[match.cause]
    captures = _captures(cause, match, report)
    headline = cause.title
    if cause.headline and captures.keys() >= set(headline_names(cause.headline)):
        headline = cause.headline.format_map(captures)
    evidence = {span: None for place in match.fit.places for span in cleaned.locate(*place)}
    ordered = sorted(evidence, key=lambda span: (span.line, span.column))
    return Finding(
        steps_for_version(cause, report.sdk_version), match, headline, tuple(ordered[:20]), captures
    )


_LANGUAGE = {"anthropic": "python", "@anthropic-ai/sdk": "typescript"}


@lru_cache(maxsize=4096)
def steps_for_version(cause: Cause, seen: SdkVersion | None) -> Cause:
    """The cause with the steps for the SDK version that the text shows first, and those for others last."""
    if seen is None or not any(step.versions for step in cause.steps):
        return cause
    language = _LANGUAGE[seen.package]
    first, rest, last = [], [], []
    for step in cause.steps:
        wanted = step.versions.get(language) if step.versions else None
        if wanted and covers(wanted, seen.range):
            first.append(replace(step, text=f"{step.text} It is for the version you have. {seen.reason}"))
        elif wanted and excludes(wanted, seen.range):
            last.append(step)
        else:
            rest.append(step)
    return replace(cause, steps=(*first, *rest, *last))


def _captures(cause: Cause, match: Match, report: Report) -> dict[str, str]:
    captures = dict(match.fit.captures)
    for name in headline_names(cause.headline or ""):
        if name not in captures and (value := format_fact(name, report)):
            captures[name] = value
    return captures


def format_fact(name: str, report: Report) -> str | None:
    """A fact as a headline says it, or None where it is not known."""
    value = getattr(report, name, None)
    if value is None:
        return None
    if name == "client":
        return clients()[value].name
    if name == "sdk_version":
        return f"{value.package} {value.range}"
    if name == "retry_after":
        return f"{value:g} s"
    return str(value)
