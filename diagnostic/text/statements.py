"""Finds secrets among the parameters that programs print beside an SQL statement, and in the details of
errors of PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator

from diagnostic.patterns import Pattern
from diagnostic.text.names import Sensitivity, read_name
from diagnostic.text.placeholders import is_placeholder
from diagnostic.text.ranges import Range
from diagnostic.text.setting_values import has_digits_or_marks

_NEAR = 1000
_STATEMENT = Pattern(r"(?s)\[SQL: (.{1,900}?)\]\s+\[parameters: ([^\n]+)")
# a1b2-c3(String), 3(Integer); a1b2-c3,3
_BARE_ARGUMENT = Pattern(r"""([^\s,()]{6,})(?:\([A-Z]\w+\))?(?:,|$)""")
_IN_BARE_LIST = 2
_ARGUMENT = Pattern(r"""'([^'\n]{4,})'|"([^"\n]{4,})\"""")


def find_parameters(data: bytes) -> Iterator[Range]:
    """Parameters that are printed beside an SQL statement with a sensitive column, if they have no names."""
    for found in _STATEMENT.finditer(data):
        if found.group(2)[:1] == b"{":
            # Settings, which settings.py finds, unless they have other names than the columns.
            yield from _find_renamed(found.group(1), found.group(2), found.start(2))
            continue
        if not _names_secret(found.group(1)):
            continue
        for argument in _ARGUMENT.finditer(found.group(2)):
            low, high = argument.span(argument.lastindex)
            yield found.start(2) + low, found.start(2) + high
    yield from _find_key_details(data)
    for found in _BOUND.finditer(data):
        if not _names_secret(_lines_beside(data, *found.span())):
            continue
        start = found.start(found.lastindex)
        bare = _BARE_ARGUMENT if found.lastindex == _IN_BARE_LIST else _ARGUMENT
        for argument in bare.finditer(found.group(found.lastindex)):
            low, high = argument.span(argument.lastindex)
            if bare is _ARGUMENT or has_digits_or_marks(data[start + low : start + high]):
                yield start + low, start + high


# SET password=%(p1)s; SET password = :p1
_PLACE_OF = Pattern(r"(\w+)\s?=\s?(?:%\((\w{1,30})\)s|:(\w{1,30})\b)")
_NAMED_ARGUMENT = Pattern(r"""'(\w{1,30})': (?:'([^'\n]{4,})'|"([^"\n]{4,})")""")


def _find_renamed(statement: bytes, arguments: bytes, at: int) -> Iterator[Range]:
    """Named parameters whose columns are secret."""
    secret = {
        place.group(place.lastindex)
        for place in _PLACE_OF.finditer(statement)
        if read_name(place.group(1)) >= Sensitivity.WORD
    }
    for argument in _NAMED_ARGUMENT.finditer(arguments) if secret else ():
        if argument.group(1) in secret:
            low, high = argument.span(argument.lastindex)
            yield at + low, at + high


# DETAIL:  Key (name, secret)=(bob, 1e0e6329) already exists.
_KEY_DETAIL = Pattern(r"\bKey \(([^()\n]{3,200})\)=\(([^\n]{4,400}?)\) (?:already|is|conflicts|does)\b")


def _find_key_details(data: bytes) -> Iterator[Range]:
    """Values of sensitive columns in the details of a PostgreSQL error."""
    for found in _KEY_DETAIL.finditer(data):
        columns, values = found.group(1).split(b", "), found.group(2).split(b", ")
        at = found.start(2)
        for column, value in zip(columns, values, strict=False) if len(columns) == len(values) else ():
            if read_name(column) >= Sensitivity.WORD and not is_placeholder(value, True):
                yield at, at + len(value)
            at += len(value) + 2


def _names_secret(statement: bytes) -> bool:
    return any(read_name(word.group()) >= Sensitivity.WORD for word in _WORD.finditer(statement))


def _lines_beside(data: bytes, start: int, end: int) -> bytes:
    """The ends of the neighbouring lines: up to two lines above and two below."""
    low, high = max(0, start - _NEAR), min(len(data), end + _NEAR)
    above, below = data[low:start].rsplit(b"\n", 3)[-3:], data[end:high].split(b"\n", 3)[:3]
    return b"\n".join((*above, *below))


# DETAIL:  parameters: $1 = 'a', $2 = 'b'; params: ["a", "b"]: the statement is on a line nearby. Also in the
# notations of MyBatis, Drizzle, Entity Framework, Django and Peewee.
_BOUND = Pattern(
    r"""(?:[pP]aram(?:eter)?s: |\$\d{1,3}\); ?)(\$1 = [^\n]+|\[ ?(?:[\w.-]{1,40}, ?){0,9}["'][^\n]+)"""
    r"""|(?:\bParameters: |\nparams: )([^\s\[{$][^\n]*)|\[Parameters=(\[@[^\n]+)"""
    r"""|; args=(\([^\n]+)|\bparam(?:eter)?s = (\(["'][^\n]+)|', (\[[^\n]+)|\? ?-- (\[ ?["'][^\n]+)"""
)
_WORD = Pattern(r"[A-Za-z_]\w{2,60}")


SIGNS = {
    "parameters": Pattern(
        r"""\bKey \([^\n]*\)=\(|\[parameters: |(?:[pP]aram(?:eter)?s: |\$\d{1,3}\); ?)"""
        r"""(?:\$1 = |\[ ?(?:[\w.-]{1,40}, ?){0,9}["'])"""
        r"""|\bParameters: [^\s\[{$]|\nparams: [^\s\[{$]|\[Parameters=\[@"""
        r"""|; args=\(|\bparam(?:eter)?s = \(["']|\?[^\n']*', \[|\? ?-- \["""
    ),
}
