"""ConditionHit x Reader -> Finding: one cause, the values from the text, and the steps in order."""

from __future__ import annotations

from itertools import chain
from typing import Literal

import msgspec

from diagnostic.confidence import Confidence
from diagnostic.first_step import FirstStep, choose_first_step
from diagnostic.lazy import lazy
from diagnostic.matching import ConditionHit
from diagnostic.reader import Reader, StepOrder, client_instructions, find_step, first_action, order_steps
from diagnostic.report import Report
from diagnostic.rules import Cause, Step, headline_names
from diagnostic.text import CleanText, Span
from diagnostic.world.clients import clients
from diagnostic.world.models import end_of_life

_MAX_EVIDENCE_LINES = 20  # lines
_WAITS = frozenset(("time", "date", "seconds"))  # captures that say how long to wait
_REASONS = {
    "told": "The words tell of this cause; no output of a program is shown.",
    "similar": "No rule knows these words; they resemble those of this cause far more than any other's.",
}
_MIN_DISTINCTIVE_LENGTH = 8  # characters; longer evidence does not recur by chance


class Finding(msgspec.Struct, frozen=True, dict=True):
    """One cause of a text: the confidence and its reason, the evidence, and the steps for this reader.

    `symptoms` are the ids of causes that this one explains; `count` is how often its evidence occurs.
    """

    cause: Cause
    confidence: Confidence
    confidence_reason: str
    hit: ConditionHit | None  # None: told in a person's own words
    symptoms: tuple[str, ...]
    count: int
    headline: str
    evidence: tuple[Span, ...]
    captures: dict[str, str]
    reader: Reader
    shown: tuple[str, ...] = ()  # ids of the steps that are only for texts like this one
    states_wait: bool = False  # the text says how long to wait, or until when

    @property
    def is_by_vague_status(self) -> bool:
        """Whether nothing but a status leads to it, which many causes share, in words of a person."""
        return self.confidence == "possible" and self.hit is not None and self.hit.condition.is_vague_status

    @lazy
    def order(self) -> StepOrder:
        """The ids of the cause's steps, in order for this reader."""
        return order_steps(self.cause, self.reader, self.shown)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps for this reader, best first; then those for other setups."""
        return (*self.first_steps, *self.other_steps)

    @property
    def first_steps(self) -> tuple[Step, ...]:
        """The steps that apply to this reader, best first."""
        return tuple(find_step(self.cause, id, self.reader) for id in self.order.first)

    @property
    def other_steps(self) -> tuple[Step, ...]:
        """The steps for other clients, systems, languages or versions than this reader's."""
        return tuple(find_step(self.cause, id, self.reader) for id in self.order.others)

    @property
    def first_step(self) -> FirstStep:
        """What to do first."""
        step = self.first_steps[0]
        instructions = client_instructions(self.cause, step, self.reader)
        first = choose_first_step(
            step, self.reader, instructions, step.headline and fill_headline(step.headline, self.captures)
        )
        return msgspec.structs.replace(first, without_code=first_action(self.cause, step, self.reader))


def make_finding(
    cause: Cause,
    hit: ConditionHit,
    grade: tuple[Confidence, str],
    symptoms: tuple[str, ...],
    clean: CleanText,
    report: Report,
    reader: Reader,
) -> Finding:
    """The Finding of a cause in this text; `grade` is the confidence and its reason."""
    captures = _find_captures(cause, hit, report)
    return Finding(
        cause,
        *grade,
        hit,
        symptoms,
        _count(hit, clean),
        next(
            (filled for line in headlines_of(cause, hit) if (filled := fill_headline(line, captures))),
            cause.title,
        ),
        _find_evidence(hit, clean),
        captures,
        reader,
        tuple(step.id for step in cause.steps if step.shown_by and step.shown_by.occurs(clean.data)),
        report.retry_after is not None or not _WAITS.isdisjoint(captures),
    )


def make_told_finding(cause: Cause, reader: Reader, reason: Literal["told", "similar"]) -> Finding:
    """The Finding of the cause of which a person's own words tell, or which they resemble; no condition of a
    rule knows it.
    """
    return Finding(cause, "possible", _REASONS[reason], None, (), 1, cause.title, (), {}, reader)


def fill_headline(headline: str, captures: dict[str, str]) -> str | None:
    """The headline filled with values from the text, or None if a value is missing."""
    if captures.keys() >= set(headline_names(headline)):
        return headline.format_map(captures)
    return None


def headlines_of(cause: Cause, hit: ConditionHit) -> tuple[str, ...]:
    """The headlines for a hit, best first: the one of its condition, or those of the cause."""
    return (hit.condition.headline,) if hit.condition.headline else cause.headlines


def _find_captures(cause: Cause, hit: ConditionHit, report: Report) -> dict[str, str]:
    """The captures of the hit, and the facts that the headlines name."""
    captures = dict(hit.captures)
    for name in chain.from_iterable(map(headline_names, headlines_of(cause, hit))):
        if name not in captures and (value := _format_fact(name, report, captures)):
            captures[name] = value
    return captures


def _find_evidence(hit: ConditionHit, clean: CleanText) -> tuple[Span, ...]:
    """The lines that show the cause, in text order."""
    spans = dict.fromkeys(span for place in hit.places for span in clean.locate(*place))
    return tuple(sorted(spans, key=lambda span: (span.line, span.column))[:_MAX_EVIDENCE_LINES])


def _count(hit: ConditionHit, clean: CleanText) -> int:
    """How often the longest piece of evidence occurs in the text; 1 if it is too short to be counted."""
    start, end = max(hit.places, key=lambda place: place[1] - place[0])
    if end - start <= _MIN_DISTINCTIVE_LENGTH:
        # A bare status also occurs in times and sizes, so what precedes it on its line is included.
        start = max(clean.text[:start].rfind("\n") + 1, end - 2 * _MIN_DISTINCTIVE_LENGTH)
    seen = clean.text[start:end]
    return clean.text.count(seen) if len(seen) > _MIN_DISTINCTIVE_LENGTH else 1


def _format_fact(name: str, report: Report, captures: dict[str, str]) -> str | None:
    """A fact formatted for a headline, or None if it is not known."""
    if name == "end_of_life":
        model = captures.get("model") or report.model
        return end_of_life(model) if model else None
    value = getattr(report, name, None)
    if value is None:
        return None
    if name == "client":
        return clients()[value].name
    if name == "surface":
        return value.sentence
    if name == "sdk_version":
        return f"{value.package} {value.range}"
    if name == "retry_after":
        return f"{value:g} s"
    return str(value)
