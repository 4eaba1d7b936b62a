"""Diagnosis -> ShortAnswer: the content of a chat message, whoever shows it. It quotes nothing from the text
except validated values in the headline.
"""

from __future__ import annotations

import msgspec

from diagnostic.diagnosis import Diagnosis
from diagnostic.first_step import FirstCode
from diagnostic.render.languages import LANGUAGES
from diagnostic.render.phrases import (
    CONFIDENCE,
    capital,
    format_log,
    format_versions,
    lead,
    retry_advice,
    retry_note,
    who_acts,
)

NOTHING_FOUND = "No known cause matches this text."
SEND_MORE = "Send more of it: the whole traceback, or the lines of the log before the error."
MORE = "All steps and sources"
HOME = "How to narrow it down"
_MAX_OTHERS = 3


class Link(msgspec.Struct, frozen=True):
    """A title and its absolute URL."""

    title: str
    url: str


class Verdict(msgspec.Struct, frozen=True):
    """The first cause. `headline` may contain values of the text; the rest is the project's own Markdown."""

    headline: str
    log: str | None  # summary of a log with several errors
    lead: str | None
    who: str
    retry: str
    confidence: str
    first_step: str
    code: FirstCode | None
    page: Link
    is_likely: bool  # likely or certain

    @property
    def lexer(self) -> str:
        """The language of the code for a fence."""
        return LANGUAGES[self.code.language].fence if self.code else ""


class ShortAnswer(msgspec.Struct, frozen=True):
    """The verdict, or None if no cause matches. `others` are further or similar causes; `home` is a page that
    shows commands to narrow it down.
    """

    verdict: Verdict | None
    others: tuple[Link, ...]
    home: Link


def shorten(diagnosis: Diagnosis, base_url: str) -> ShortAnswer:
    """The short answer of a diagnosis."""
    home = Link(HOME, f"{base_url}/")
    if not diagnosis.findings:
        near = diagnosis.unmatched.nearest if diagnosis.unmatched else ()
        return ShortAnswer(None, tuple(_link(cause.title, cause.id, base_url) for cause in near), home)
    finding, *others = diagnosis.findings
    cause, first = finding.cause, finding.first_step
    versions = format_versions(finding.first_steps[0])
    verdict = Verdict(
        headline=finding.headline,
        log=format_log(diagnosis) if diagnosis.groups else None,
        lead=lead(finding),
        who=capital(who_acts(cause)),
        retry=f"{retry_advice(finding)}. {retry_note(cause, finding.reader.client)}",
        confidence=CONFIDENCE[finding.confidence],
        first_step=f"{first.text}{f' (for {versions})' if versions else ''}",
        code=first.code,
        page=_link(MORE, cause.id, base_url),
        is_likely=finding.confidence != "possible",
    )
    return ShortAnswer(
        verdict,
        tuple(_link(other.cause.title, other.cause.id, base_url) for other in others[:_MAX_OTHERS]),
        home,
    )


def truncate(text: str, limit: int) -> str:
    """The text, cut after a word if it is longer than the limit."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _link(title: str, id: str, base_url: str) -> Link:
    return Link(title, f"{base_url}/causes/{id}")
