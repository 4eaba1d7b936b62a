"""Named groups of rule patterns -> values that are safe to show: each name has a type
that values must match.
"""

from __future__ import annotations

from datetime import UTC, datetime

from diagnostic.patterns import Pattern

_NUMBER = rb"\d[\d,_. ]{0,30}"
# Without blanks and brackets, a value cannot be a sentence, a tag, a link or a template.
_WORD = rb"[\w$@/][\w.$/@:+-]{0,79}"

_TYPES: dict[str, bytes] = {
    **dict.fromkeys(
        "tokens limit max_tokens input_tokens bytes max_bytes pages count seconds status position index "
        "exit_code budget pixels attempts port".split(),
        _NUMBER,
    ),
    "version": rb"[\w.+-]{1,40}",
    # claude-sonnet-4-5, anthropic/claude-3.5-haiku:beta, us.anthropic.claude-…-v1:0, projects/x/models/y
    "model": rb"(?:[\w.-]{1,40}/){0,6}[A-Za-z][\w.-]{0,79}(?:[:@][\w.-]{1,30})?",
    "host": rb"[\w.:\[\]-]{1,80}",
    "date": rb"\d{4}-\d\d-\d\d",
    "time": rb"(?:[A-Z][a-z]{2,8} \d{1,2},? (?:at )?)?\d{1,2}(?::\d\d)?(?: ?[ap]m)?(?: \([A-Z][\w/+-]"
    rb"{1,29}\))?",
    "field": rb"[\w.$-]{1,80}",
    "name": _WORD,
}

# Fields of the Report that a headline may name in addition to the groups of its patterns.
FACTS = frozenset(
    "client sdk_version status error_type error_code request_id model end_of_life retry_after platform"
    " surface".split()
)
NAMES = frozenset(_TYPES)

# The number that Claude Code printed after "usage limit reached|": seconds since 1970.
_EPOCH = Pattern(rb"1\d{9}")
_COMPILED = {name: Pattern(pattern) for name, pattern in _TYPES.items()}


def check_capture(name: str, value: bytes) -> str | None:
    """The value as text, or None if it does not match the type of its name."""
    value = value.strip().rstrip(b"\\")  # of the escaped quote behind it
    # a link or a mention
    if b"//" in value or value[:4].lower() == b"www." or value[:1] == b"@":
        return None
    if name == "time" and _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return value.decode() if _COMPILED[name].fullmatch(value) else None
