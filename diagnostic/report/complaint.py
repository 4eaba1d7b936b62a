"""Whether a text is a person's complaint about Claude in their own words."""

from __future__ import annotations

from diagnostic.patterns import Pattern, one_of
from diagnostic.report.facts import ParsedReport
from diagnostic.report.text_kind import TextKind
from diagnostic.report.voice_signs import PATTERNS
from diagnostic.text import CleanText

_MAX_LINES, _MAX_CHARACTERS = 3, 700  # a longer text is a report with output, or about many things
# As a name in a sentence: no model's id, path, package or address.
_CLAUDE_BY_NAME = Pattern(r"(?i)(?:^|[^\w/.@-])(?:claude|anthropic)(?:$|[^\w/.:-]|[.:](?:\s|$))")
_COMPLAINT = Pattern(
    one_of(
        r"(?i)\berrors?(?:[^:=\w]|$)",  # no counter
        r"(?i)\b(?:errored|fail\w*|can'?t|cannot|unable|won'?t|doesn'?t|didn'?t|refus\w+)\b",
        r"(?i)\b(?:reject\w*|stuck|crash\w*|hang(?:s|ing)?|hung|freez\w+|frozen|broken?|breaks?|dies|died)\b",
        r"(?i)\b(?:stops?|stopped|cut off|invalid|denied|blocked|throws?|complain\w*|times? out|timed out)\b",
        r"(?i)\b(?:disconnect\w*|lost|missing|expired?|wrong|no longer|never|kicked)\b",
        r"(?i)\b(?:logged out|ignored?|drop(?:s|ped)|keeps? \w+ing|fehler|geht nicht|erreur|échec)\b",
        "报错|错误|失败|无法|不能|エラー|失敗|できない|오류|실패|ошибк|не работает",
    )
)
# Claude only helped with something else; advice for a case that may occur.
_NO_COMPLAINT = Pattern(
    one_of(
        r"(?i)\bclaude(?: code)? (?:helped|wrote|explained|built|made|found|drew|set up|suggested)\b",
        r"(?i)claude[ ]?(?:生成|写)",
        r"(?i)\A\W{0,6}(?:if|in case|should|wenn|falls|si)\b|\A\W{0,6}(?:如果|若)",
    )
)


def is_complaint(clean: CleanText, reading: ParsedReport) -> bool:
    """Whether it is a few lines in which a person complains about Claude by name, without output or code."""
    report, data = reading.report, clean.data
    if len(clean.text) > _MAX_CHARACTERS or report.exceptions or report.status is not None:
        return False
    if report.vendor is not None and report.vendor.value == "other":
        return False
    if not (_CLAUDE_BY_NAME.occurs(data) and _COMPLAINT.occurs(data)):
        return False
    if PATTERNS["general"].occurs(data) or _NO_COMPLAINT.occurs(data):
        return False
    lines = [line.encode() for line in clean.masked.split("\n") if line.strip()]
    if len(lines) > _MAX_LINES or any(
        PATTERNS[sign].occurs(line) for line in lines for sign in ("program-line", "code")
    ):
        return False
    kind = TextKind(clean, reading.signs)
    is_about_errors = kind.is_document or kind.is_list or kind.addresses_reader
    return not (is_about_errors or kind.is_feature_request or kind.is_resolved)
