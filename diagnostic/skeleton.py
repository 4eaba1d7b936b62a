"""CleanText -> skeleton: the shape of an error without its values, to be shown to others."""

from __future__ import annotations

import re2

from diagnostic.text import CleanText

_LINES = 40
_WIDTH = 300

# Numbers of three digits may be status codes and stay; what stands between quotes is a value, unless it
# is a word of the API such as 'overloaded_error'.
_VALUES = (
    (re2.compile(r"(?:/|[A-Z]:\\|\./)[^\s:'\",)]*?([^\s/\\:'\",)]+\.\w{1,4})\b"), r"…/\1"),
    (re2.compile(r"\b(req|msg|toolu|file|batch|chatcmpl)_\w+"), r"\1_…"),
    (re2.compile(r"\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\b|\b(?:0x)?[0-9a-f]{12,}\b"), "…"),
    (re2.compile(r"'[^'\n]{41,}'|\"[^\"\n]{41,}\""), "'…'"),
    (re2.compile(r"\b\d{4,}\b"), "N"),
)


def draw_skeleton(clean: CleanText) -> str:
    """The last 40 lines of the cleaned text with paths, ids, long quotes and large numbers taken out."""
    lines = [line[:_WIDTH] for line in clean.text.splitlines() if line.strip()][-_LINES:]
    text = "\n".join(lines)
    for find, put in _VALUES:
        text = find.sub(put, text)
    return text
