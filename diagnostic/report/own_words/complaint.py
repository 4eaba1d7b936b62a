"""Whether a text is a person's complaint about Claude in their own words."""

from __future__ import annotations

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.facts import ParsedReport
from diagnostic.report.signs.lines import LINE_PATTERNS
from diagnostic.report.signs.words import PATTERNS
from diagnostic.text import CleanText

_MAX_LINES, _MAX_CHARACTERS = 3, 700  # a longer text is a report with output, or about many things
# As a name in a sentence: no model's id, path, package or address.
_CLAUDE_BY_NAME = Pattern(r"(?i)(?:^|[^\w/.@-])(?:claude|anthropic)(?:$|[^\w/.:-]|[.:](?:\s|$))")
_COMPLAINT = Pattern(
    one_of(
        r"(?i)\berrors?(?:[^:=\w]|$)",  # no counter
        r"(?i)\b(?:errored|fail\w*|can'?t|cannot|unable|won'?t|doesn'?t|didn'?t|refus\w+|violates)\b",
        r"(?i)\b(?:reject\w*|stuck|crash\w*|hang(?:s|ing)?|hung|freez\w+|frozen|broken?|breaks?|dies|died)\b",
        r"(?i)\b(?:stops?|stopped|cut off|invalid|denied|blocked|throws?|complain\w*|times? out)\b",
        r"(?i)\b(?:timed out|disconnect\w*|lost|missing|expired?|wrong|no longer|kicked)\b",
        r"(?i)\b(?:not found|too low|says no|logged out|ignored?|drop(?:s|ped)|keeps? \w+ing)\b",
        r"(?i)\b(?:fehler|geht nicht|erreur)\b|échec",
        "报错|错误|失败|无法|無法|不能|エラー|失敗|できない|오류|실패|ошибк|не работает",
    )
)
_NO_COMPLAINT = Pattern(
    one_of(
        # What it was asked to do, or that it works. What it made or explained is in rules/_vendors.
        r"(?i)\basked claude (?:code )?to\b",
        r"(?i)\bclaude\b[^.\n]{0,40} (?:(?:is|was|works?|runs?)(?: it)? fine|works (?:again|now|without))\b",
        # Advice for a case that may occur, news and opinions.
        r"(?i)\A\W{0,6}(?:if|in case|should|wenn|falls|si)\b|\A\W{0,6}(?:如果|若)",
        r"(?i)\bclaude(?: code| desktop)? (?:users\b|(?:now )?(?:shows|prints|logs) an? )",
        r"(?i)\bcan'?t believe\b",
        # It judges the person's work.
        r"(?i)\btell(?:s|ing) me (?:that )?(?:my|our|this|the|i(?:'?m| am)? (?:\w+ )?(?:right|wrong))\b",
    )
)


def is_complaint(clean: CleanText, reading: ParsedReport) -> bool:
    """Whether it is a few lines in which a person complains about Claude by name, without output or code."""
    report, data = reading.report, clean.data
    if len(clean.text) > _MAX_CHARACTERS or report.exceptions or report.status is not None:
        return False
    if report.is_of_other_vendor or not (_CLAUDE_BY_NAME.occurs(data) and _COMPLAINT.occurs(data)):
        return False
    if PATTERNS["general"].occurs(data) or _NO_COMPLAINT.occurs(data):
        return False
    return is_prose_of_a_person(clean, reading)


def is_prose_of_a_person(clean: CleanText, reading: ParsedReport) -> bool:
    """Whether it is a few lines without output or code, and neither a document nor a wish."""
    lines = _lines(clean)
    if len(lines) > _MAX_LINES or any(_has_form(line, "program-line", "code") for line in lines):
        return False
    return reports_an_event(reading)


def reports_an_event(reading: ParsedReport) -> bool:
    """Whether the text is neither a document nor a wish, and its error is not resolved."""
    kind = reading.kind
    is_about_errors = kind.is_document or kind.is_list or kind.addresses_reader
    return not (is_about_errors or kind.is_feature_request or kind.is_resolved)


def shows_output(clean: CleanText) -> bool:
    """Whether a line has the form of what programs print, whatever it says."""
    return any(_has_form(line, "program-line") for line in _lines(clean))


def _lines(clean: CleanText) -> list[bytes]:
    return [line.encode() for line in clean.masked.split("\n") if line.strip()]


def _has_form(line: bytes, *signs: str) -> bool:
    return any(LINE_PATTERNS[sign].occurs(line) for sign in signs)
