"""CleanText -> skeleton: the shape of an error without its values, to be shown to others."""

from __future__ import annotations

import re2

from diagnostic.text import CleanText

_LINES = 40
_WIDTH = 300

# Numbers of three digits may be status codes and stay; what stands between quotes is a value, unless it
# is a word of the API such as 'overloaded_error'. Replaced by functions: RE2 reads "…" in a template as Latin-1.
_VALUES = (
    (
        re2.compile(rb"(?:/|[A-Z]:\\|\./)[^\s:'\",)]*?([^\s/\\:'\",)]+\.\w{1,4})\b"),
        lambda found: "…/".encode() + found[1],
    ),
    (re2.compile(rb"\b(req|msg|toolu|file|batch|chatcmpl)_\w+"), lambda found: found[1] + "_…".encode()),
    (re2.compile(rb"\b[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}\b|\b(?:0x)?[0-9a-f]{12,}\b"), lambda _: "…".encode()),
    (re2.compile(rb"'[^'\n]{41,}'|\"[^\"\n]{41,}\""), lambda _: "'…'".encode()),
    (re2.compile(rb"\b\d{4,}\b"), lambda _: b"N"),
)


def redacted_shape(clean: CleanText) -> str:
    """The last 40 lines of the cleaned text with paths, ids, long quotes and large numbers taken out."""
    lines = [line[:_WIDTH] for line in clean.text.splitlines() if line.strip()][-_LINES:]
    data = "\n".join(lines).encode()
    for find, put in _VALUES:
        data = find.sub(put, data)
    return data.decode()
