"""CleanText -> skeleton: the shape of an error without its values, to be shown to others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from diagnostic.patterns import Pattern
from diagnostic.text import CleanText

_HIDDEN = "…".encode()
_LINES = 40
_WIDTH = 300

_WORD = Pattern(r"[A-Za-z]+")
_CAMEL = Pattern(r"([a-z])([A-Z])")
# What a line is made of: words with their marks, numbers, other letters.
_TOKEN = Pattern(r"[A-Za-z0-9_$][\w.$-]*|[^\x00-\x7f]+|[@`!#<>\[\]]")
# A status code, a count: three digits at most say nothing of anybody.
_SMALL = Pattern(r"\d{1,3}(?:\.\d{1,3}){0,2}")
_PATH = Pattern(r"(?:[\w.@~:-]*[/\\])+([\w.@~-]*)")
_LONG_QUOTE = Pattern(r"""'[^'\n]{41,}'|"[^"\n]{41,}\"""")
_MARKS = frozenset(b"@`!#<>[]"[at : at + 1] for at in range(8))
# Shorter ones are "is", "at", "io".
_SHORTEST = 3


def known_words(texts: Iterable[str]) -> frozenset[bytes]:
    """The words that programs and the rules use, in small letters; hardly a name of a person or a host is
    among them.
    """
    words: set[bytes] = set()
    for text in texts:
        data = text.encode()
        words.update(_words(data))
        words.update(found.group().lower() for found in _TOKEN.finditer(data))
    return frozenset(words)


def redacted_shape(clean: CleanText, known: frozenset[bytes], message: str | None = None) -> str:
    """The last 40 lines of the cleaned text with known words and small numbers; all else is …, and no mark
    of Markdown stays. Long quotes are left out, for they hold prompts and answers, but not the error's own
    `message`.
    """
    said = message.encode() if message else None
    lines = [line[:_WIDTH] for line in clean.text.splitlines() if line.strip()][-_LINES:]
    data = _replace(_PATH, lambda found: _HIDDEN + b"/" + found.group(1), "\n".join(lines).encode())
    data = _replace(
        _LONG_QUOTE,
        lambda found: found.group() if said and found.group()[1:-1] == said else b"'" + _HIDDEN + b"'",
        data,
    )
    shown: dict[bytes, bytes] = {}  # of this text alone: its words occur again and again

    def show(found: Any) -> bytes:
        token = found.group()
        if token not in shown:
            shown[token] = _shown(token, known)
        return shown[token]

    return _replace(_TOKEN, show, data).decode()


def _replace(pattern: Pattern, put: Callable[[Any], bytes], data: bytes) -> bytes:
    """What `sub` does, without its cost for each place."""
    parts: list[bytes] = []
    at = 0
    for found in pattern.finditer(data):
        start, end = found.span()
        parts += (data[at:start], put(found))
        at = end
    return b"".join((*parts, data[at:]))


def _shown(token: bytes, known: frozenset[bytes]) -> bytes:
    if token in _MARKS:
        return b" "
    words = _words(token)
    has_number = any(48 <= char < 58 for char in token)
    is_class = token.endswith((b"Error", b"Exception"))
    if b"-" in token or b"." in token.rstrip(b".") and not is_class:
        # A host, a folder or a file may be made of common words: only one that is known as a whole stays.
        words = [token.lower().rstrip(b".")]
    is_known = words and not has_number and all(word in known for word in words)
    if is_known or _SMALL.fullmatch(token) or (not has_number and len(token) < _SHORTEST):
        return token
    return _HIDDEN


def _words(data: bytes) -> list[bytes]:
    if data.islower() and data.isalpha():
        return [data] if len(data) >= _SHORTEST else []
    return [
        found.group().lower()
        for found in _WORD.finditer(_CAMEL.sub(rb"\1_\2", data))
        if len(found.group()) >= _SHORTEST
    ]
