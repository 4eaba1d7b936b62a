"""Whether a text is the description of a pull request: what it quotes is an example."""

from __future__ import annotations

from diagnostic.patterns import compile_all, one_of
from diagnostic.report.kind.headings import heading, may_be_heading

_CLOSING = (
    r"(?im)^\W{0,6}(?:fix(?:es)?|closes?|resolves?|addresses|refs?|supersedes|part of) (?:[\w./-]{1,80})?#\d"
)
# A commit that GitHub made of one ends its title with the number.
_MERGED = r"\A[^\n]{4,120} \(#\d{1,6}\)[ \t]*(?:\n|\z)"
_CHANGE = (
    r"what (?:changed|changes|(?:this )?(?:pr|it) (?:does|changes)|i changed|did not change)"
    r"|what does (?:this|the) (?:pr|pull request|change) (?:do|change|fix)"
    r"|changes(?: made)?|type of change|test(?: plan|ing|s)|how (?:has this been|was this|i|to) test(?:ed)?"
    r"|how did you (?:test|verify)[^\n]{0,40}"
    r"|(?:[\w-]+ )?(?:validation|verification)"
    r"|改动(?:内容|点)?|变更(?:内容)?|修改(?:内容)?|测试|验证|変更(?:内容|点)|テスト|변경 ?(?:사항|내용)"
)
_FIX = r"(?:the )?fix|修复|修正"
# What it says of itself.
_ITSELF = (
    r"(?im)^\W{0,6}(?:after|with) this (?:pr|pull request|patch)\b"
    r"|\bthis (?:pr|pull request|patch) (?:\w+ )?(?:adds|changes|extends|fixes|handles|implements|improves"
    r"|introduces|makes|maps|moves|removes|replaces|teaches|updates)\b"
)
SIGN = one_of(_CLOSING, _ITSELF, _MERGED, may_be_heading(f"{_CHANGE}|{_FIX}"))
_PATTERNS = compile_all(
    {
        "closing": _CLOSING,
        "itself": _ITSELF,
        "merged": _MERGED,
        # Nobody who reports an error has one.
        "test-plan": heading("test plan"),
        "change": heading(_CHANGE),
        "reason": heading(
            r"summary|what|why|motivation|context|background|problem|root cause|(?:the )?solution|approach"
            rf"|description|问题|原因|背景|概要|根因|{_FIX}"
        ),
        "fix": heading(_FIX),
        # Headings of people who report an error.
        "report": heading(
            r"(?:steps )?to reproduce|reproduction(?: steps)?|repro|environment|what happened|what.s wrong"
            r"|(?:expected|actual|current) (?:behaviou?r|result)s?|describe the bug|workaround|logs?"
            r"|error messages?[^\n]{0,8}|(?:suggested|proposed|possible) (?:fix|solution)|additional context"
        ),
        # What a program printed at one time.
        "dated": r"\breq_0\w{6,}|(?m:^\W{0,4}\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)",
    }
)
_MIN_POINTS = 3  # a heading about the change counts two, as does an issue that is closed; a reason counts one


def has_details_of_a_failure(text: str) -> bool:
    """Whether the text has headings of a report, or what a program printed at one time."""
    return any(_PATTERNS[sign].occurs(text.encode()) for sign in ("report", "dated"))


def is_pull_request(text: str) -> bool:
    """Whether the headings are those of a pull request, or the title is that of a merged one, and the text
    has no details of one failure; those of the failure that was fixed are above its last heading.
    """
    if _PATTERNS["report"].search(text):
        return False
    is_dated = _PATTERNS["dated"].search(text) is not None
    if _PATTERNS["merged"].search(text) and not is_dated:
        return True
    changes = _count("change", text) + sum(
        _PATTERNS[sign].search(text) is not None for sign in ("closing", "itself", "merged")
    )
    is_change = changes > 0 or bool(_PATTERNS["fix"].occurs(text.encode()))
    reasons = _count("reason", text) + _count("test-plan", text)
    if not is_change or 2 * changes + reasons < _MIN_POINTS:
        return False
    return not is_dated or _PATTERNS["dated"].search(text, _last_heading(text)) is None


def _last_heading(text: str) -> int:
    """Where the last heading of a pull request ends; 0 if there is none."""
    signs = ("change", "reason", "test-plan")
    return max((hit.end() for sign in signs for hit in _PATTERNS[sign].finditer(text)), default=0)


def _count(sign: str, text: str) -> int:
    return sum(1 for _ in _PATTERNS[sign].finditer(text))
