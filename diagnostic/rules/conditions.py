"""A `[[when]]` table -> Condition: facts to compare, patterns to find, and a strength."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import re2

from diagnostic.rules.captures import NAMES
from diagnostic.rules.errors import RuleError
from diagnostic.rules.placeholders import fill_pattern
from diagnostic.rules.schema import WhenTable
from diagnostic.thin_re2 import all_finder, one_finder

FactValue = str | int | bool
Value = TypeVar("Value")

# Facts compared by value, most telling first: a condition without text is found through its first one.
VALUE_FACTS = (
    "error_code",
    "stop_reason",
    "surface",
    "stream",
    "code",
    "cause",
    "exception",
    "error_type",
    "status",
    "package",
    "client",
    "platform",
    "phase",
    "vendor",
    "language",
    "request_id",
)
_STRENGTH = {
    "error_code": 5,
    "stop_reason": 4,
    "surface": 4,
    "code": 4,
    "stream": 3,
    "cause": 3,
    "exception": 2,
    "error_type": 2,
    "status": 2,
}
OPTIONS = re2.Options()
OPTIONS.case_sensitive = False
OPTIONS.log_errors = False
# The default of 8 MB is too small for hundreds of patterns in one set.
OPTIONS.max_mem = 256 << 20

_TRAPS = (
    # A gap over a line or a long counted one is two words: a list of two patterns says so and costs less.
    (re2.compile(r"(?:^|[^\\])\.[*+]"), "has .* or .+: write a list of two patterns instead"),
    (re2.compile(r"\[\\[sS]\\[sS]\][*+]"), "spans lines without end: write a list of two patterns instead"),
)
_GROUP = re2.compile(r"\(\?P<(\w+)>")
_COUNTED = re2.compile(r"\{(?:\d+,)?(\d+)\}")


@dataclass(frozen=True)
class Pattern:
    """One RE2 pattern of a rule and the names of its groups; compiled when a paste first needs it by
    itself.
    """

    source: str
    groups: tuple[str, ...]

    @cached_property
    def search(self) -> Callable[..., Any]:
        """The first place in bytes where it fits, or None."""
        return one_finder(self._compiled, "search")

    @cached_property
    def finditer(self) -> Callable[..., Iterator[Any]]:
        """Every place in bytes where it fits."""
        return all_finder(self._compiled)

    @cached_property
    def _compiled(self) -> Any:
        return re2.compile(self.source.encode(), OPTIONS)


@dataclass(frozen=True, slots=True)
class Condition:
    """One `[[when]]` table, ready to be tried; all of it must hold. A table with a `phrase` makes two of
    them.
    """

    cause: str
    table: int  # which `[[when]]` of the rule it is in
    values: tuple[tuple[str, frozenset[FactValue]], ...]
    text: tuple[Pattern, ...]
    api_message: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    in_one_line: bool  # `text` must occur in one line together
    strength: int
    # Sentences and codes of the API are evidence of Anthropic by themselves; words and errnos are not,
    # nor a sentence that the rule itself takes only beside other evidence.
    is_distinctive: bool

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All of its patterns, those that must not occur included."""
        return (*self.text, *self.api_message, *self.unless)


def compile_conditions(cause: str, path: Path, number: int, when: WhenTable) -> tuple[Condition, ...]:
    """Compiles one table; raises RuleError with its place."""
    if when.phrase is None:
        return (_compile_condition(cause, path, number, when),)
    place = f"$.when[{number}].phrase"
    if when.text or when.words or when.vendor:
        raise RuleError(path, f"{place}: needs no text, words or vendor beside it")
    # The same sentence is evidence beside a Claude client, and no more than words alone.
    as_text = msgspec.structs.replace(when, phrase=None, text=when.phrase, vendor="anthropic")
    as_words = msgspec.structs.replace(when, phrase=None, words=when.phrase)
    return tuple(_compile_condition(cause, path, number, table) for table in (as_text, as_words))


def _compile_condition(cause: str, path: Path, number: int, when: WhenTable) -> Condition:
    place = f"$.when[{number}]"
    given: list[tuple[str, FactValue | list[FactValue] | None]] = [
        (name, getattr(when, name)) for name in VALUE_FACTS
    ]
    values = tuple((name, frozenset(_many(value))) for name, value in given if value is not None)
    text = _compile(path, f"{place}.text", when.text) + _compile(path, f"{place}.words", when.words)
    api_message = _compile(path, f"{place}.api_message", when.api_message)
    unless = _compile(path, f"{place}.unless", when.unless)
    strength = _strength({name for name, _ in values}, when)
    if not strength:
        raise RuleError(path, f"{place}: names no fact and no text that could show this cause")
    groups = [group for pattern in text + api_message for group in pattern.groups]
    if len(set(groups)) < len(groups):
        raise RuleError(path, f"{place}: two groups have one name")
    is_distinctive = (
        bool(when.text or when.api_message or when.error_code or when.surface) and when.vendor is None
    )
    if when.in_one_line and len(text) < 2:
        raise RuleError(path, f"{place}.in_one_line: needs a list of several patterns as text or words")
    return Condition(
        cause, number, values, text, api_message, unless, when.in_one_line, strength, is_distinctive
    )


def _strength(names: set[str], when: WhenTable) -> int:
    """That of the strongest condition; 0 if none of them can show a cause."""
    strengths = [_STRENGTH.get(name, 0) for name in names]
    if when.text or when.api_message:
        strengths.append(4)
    if when.words:
        strengths.append(1)
    if "phase" in names and names & {"exception", "error_type"} or {"status", "error_type"} <= names:
        strengths.append(3)
    return max(strengths, default=0)


def _across_wraps(source: str) -> str:
    """A blank between words is any white space: terminals, mails and logs break sentences where they like."""
    parts: list[str] = []
    in_class = escaped = False
    for at, char in enumerate(source):
        if char == " " and not in_class and not escaped:
            parts.append(r"\s" if source[at + 1 : at + 2] in ("?", "*", "+", "{") else r"\s*")
        else:
            parts.append(char)
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "[":
            in_class = True
        elif char == "]":
            in_class = False
    return "".join(parts)


def _many(value: Value | list[Value]) -> list[Value]:
    return cast("list[Value]", value) if isinstance(value, list) else [value]


def _compile(path: Path, place: str, sources: str | list[str] | None) -> tuple[Pattern, ...]:
    return tuple(_compile_pattern(path, place, source) for source in _many(sources)) if sources else ()


def _compile_pattern(path: Path, place: str, written: str) -> Pattern:
    source = _across_wraps(fill_pattern(written, path))
    for trap, problem in _TRAPS:
        if trap.search(source):
            raise RuleError(path, f"{place}: {source!r} {problem}")
    if any(int(count) > 80 for count in _COUNTED.findall(source)):
        raise RuleError(path, f"{place}: {source!r} has a counted gap over 80")
    try:
        # reads the pattern, which costs far less than to compile it
        re2.Set.SearchSet(OPTIONS).Add(source.encode())
    except re2.error:
        raise RuleError(path, f"{place}: {source!r} is not a valid RE2 pattern{_say_why(source)}") from None
    groups = tuple(_GROUP.findall(source))
    if len(set(groups)) < len(groups):
        raise RuleError(path, f"{place}: {source!r} has two groups with one name")
    for group in groups:
        if group not in NAMES:
            raise RuleError(path, f"{place}: the group {group!r} is not in the list of rules/README.md")
    return Pattern(source, groups)


def _say_why(source: str) -> str:
    try:
        re2.compile(source.encode(), OPTIONS)
    except re2.error as error:
        return f": {error}"
    return ""
