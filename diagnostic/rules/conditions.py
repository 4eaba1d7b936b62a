"""A `[[when]]` table -> Condition: facts to compare, patterns to search for, and a strength."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec
import re2

from diagnostic.lazy import lazy
from diagnostic.patterns import with_escaped_quotes
from diagnostic.rules.captures import NAMES
from diagnostic.rules.errors import RuleError
from diagnostic.rules.placeholders import fill_pattern
from diagnostic.rules.schema import WhenTable
from diagnostic.thin_re2 import fast_occurs, fast_search, fast_search_of_rare

FactValue = str | int | bool
Value = TypeVar("Value")

# Facts that are compared by value, most distinctive first: the first one indexes a condition without text.
VALUE_FACTS = tuple(
    "error_code stop_reason surface stream code cause exception error_type status package client"
    " platform phase vendor language request_id".split()
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

_COSTLY_FORMS = (
    # A list of two patterns also matches across a long gap or several lines, and costs less.
    (re2.compile(r"(?:^|[^\\])\.[*+]"), "has .* or .+: write a list of two patterns instead"),
    (re2.compile(r"\[\\[sS]\\[sS]\][*+]"), "spans lines without end: write a list of two patterns instead"),
)
_GROUP = re2.compile(r"\(\?P<(\w+)>")
_COUNTED = re2.compile(r"\{(?:\d+,)?(\d+)\}")


class Pattern(msgspec.Struct, frozen=True, dict=True):
    """One RE2 pattern of a rule and its group names; compiled on first use outside of a set."""

    source: str
    groups: tuple[str, ...]

    @lazy
    def search(self) -> Callable[..., Any]:
        """The first match in bytes, or None."""
        if self.groups:
            return self._search_long
        return fast_search_of_rare(self.source.encode(), OPTIONS, lambda: self._search_long)

    @lazy
    def _search_long(self) -> Callable[..., Any]:
        return fast_search(self._compiled, "search")

    @lazy
    def occurs(self) -> Callable[[bytes], Any]:
        """Whether bytes contain a match."""
        return fast_occurs(self.source.encode(), OPTIONS)

    def finditer(self, data: bytes) -> Iterator[Any]:
        """All matches in bytes."""
        at = 0
        while at <= len(data) and (found := self.search(data, at)):
            yield found
            at = max(found.end(), found.start() + 1)

    @lazy
    def _compiled(self) -> Any:
        return re2.compile(self.source.encode(), OPTIONS)


_VAGUE_STATUSES = frozenset((400, 401, 403, 404, 429))


class Condition(msgspec.Struct, frozen=True, gc=False):
    """One compiled `[[when]]` table; all of it must hold. A table with a `phrase` gives two conditions."""

    cause: str
    table: int  # index of its `[[when]]` in the rule
    values: tuple[tuple[str, frozenset[FactValue]], ...]
    text: tuple[Pattern, ...]
    api_message: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    in_one_line: bool  # all of `text` must occur in the same line
    is_own_words: bool  # only a person tells of it like this, no program
    strength: int
    # Sentences and codes of the API identify Anthropic. Words and errnos do not, nor does a sentence for
    # which the rule requires other evidence.
    is_distinctive: bool
    # An app says it in its own words and hides what the API answered.
    is_of_app: bool
    headline: str | None = None  # instead of the cause's; may name captures

    @property
    def is_bare_status(self) -> bool:
        """Whether it asks for nothing but a status, which any server answers with."""
        return not self.patterns and [name for name, _ in self.values] == ["status"]

    @property
    def is_vague_status(self) -> bool:
        """Whether it asks for nothing but a status with which the API answers faults of many kinds."""
        values = dict(self.values)
        is_status_only = not self.patterns and {"status"} <= values.keys() <= {"status", "vendor"}
        return is_status_only and not _VAGUE_STATUSES.isdisjoint(values["status"])

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """The patterns that must occur."""
        return (*self.text, *self.api_message)

    @property
    def key(self) -> Pattern | None:
        """The pattern that leads to this condition: the first of its text, else of its message."""
        patterns = self.text or self.api_message
        return patterns[0] if patterns else None


def compile_conditions(cause: str, path: Path, number: int, when: WhenTable) -> tuple[Condition, ...]:
    """Compiles one table. Raises RuleError with its place."""
    if when.phrase is None:
        return (_compile_condition(cause, path, number, when),)
    place = f"$.when[{number}].phrase"
    if when.text or when.words or when.vendor:
        raise RuleError(path, f"{place}: needs no text, words or vendor beside it")
    # The same sentence is strong evidence in output of a Claude client, and as weak as words elsewhere.
    as_text = msgspec.structs.replace(when, phrase=None, text=when.phrase, vendor="anthropic")
    as_words = msgspec.structs.replace(when, phrase=None, words=when.phrase)
    return tuple(_compile_condition(cause, path, number, table) for table in (as_text, as_words))


def _compile_condition(cause: str, path: Path, number: int, when: WhenTable) -> Condition:
    place = f"$.when[{number}]"
    given: list[tuple[str, FactValue | list[FactValue] | None]] = [
        (name, getattr(when, name)) for name in VALUE_FACTS
    ]
    values = tuple((name, frozenset(_as_list(value))) for name, value in given if value is not None)
    written = (("text", when.text), ("words", when.words), ("app_says", when.app_says))
    text = tuple([p for name, given in written for p in _compile(path, f"{place}.{name}", given)])
    api_message = _compile(path, f"{place}.api_message", when.api_message)
    unless = _compile(path, f"{place}.unless", when.unless)
    strength = _strength({name for name, _ in values}, when)
    if not strength:
        raise RuleError(path, f"{place}: needs at least one fact or text that shows this cause")
    groups = [group for pattern in text + api_message for group in pattern.groups]
    if len(set(groups)) < len(groups):
        raise RuleError(path, f"{place}: duplicate group name")
    is_distinctive = (
        bool(when.text or when.api_message or when.error_code or when.surface) and when.vendor is None
    )
    if when.in_one_line and len(text) < 2:
        raise RuleError(path, f"{place}.in_one_line: needs a list of several patterns as text or words")
    if when.own_words and not when.words:
        raise RuleError(path, f"{place}.own_words: needs words")
    return Condition(
        cause,
        number,
        values,
        text,
        api_message,
        unless,
        when.in_one_line,
        when.own_words,
        strength,
        is_distinctive,
        when.app_says is not None,
        when.headline,
    )


def _strength(names: set[str], when: WhenTable) -> int:
    """The strength of the strongest condition; 0 if no condition can show a cause."""
    strengths = [_STRENGTH.get(name, 0) for name in names]
    if when.text or when.api_message:
        strengths.append(4)
    if when.words:
        strengths.append(1)
    if when.app_says:
        strengths.append(2)
    if "phase" in names and names & {"exception", "error_type"} or {"status", "error_type"} <= names:
        strengths.append(3)
    return max(strengths, default=0)


def _across_wraps(source: str) -> str:
    """Lets each space match any white space, because terminals, mails and logs wrap sentences anywhere."""
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


def _as_list(value: Value | list[Value]) -> list[Value]:
    return cast("list[Value]", value) if isinstance(value, list) else [value]


def _compile(path: Path, place: str, sources: str | list[str] | None) -> tuple[Pattern, ...]:
    return tuple(compile_pattern(path, place, source) for source in _as_list(sources)) if sources else ()


def compile_pattern(path: Path, place: str, written: str) -> Pattern:
    """One pattern as it is searched for. Raises RuleError with its place."""
    source = _across_wraps(with_escaped_quotes(fill_pattern(written, path)))
    for form, problem in _COSTLY_FORMS:
        if form.search(source):
            raise RuleError(path, f"{place}: {source!r} {problem}")
    if any(int(count) > 80 for count in _COUNTED.findall(source)):
        raise RuleError(path, f"{place}: {source!r} has a counted gap over 80")
    try:
        # parses the pattern, which is far cheaper than compiling it
        re2.Set.SearchSet(OPTIONS).Add(source.encode())
    except re2.error:
        raise RuleError(
            path, f"{place}: {source!r} is not a valid RE2 pattern{_explain_rejection(source)}"
        ) from None
    groups = tuple(_GROUP.findall(source))
    if len(set(groups)) < len(groups):
        raise RuleError(path, f"{place}: {source!r} has a duplicate group name")
    for group in groups:
        if group not in NAMES:
            raise RuleError(path, f"{place}: the group {group!r} is not in the list of rules/README.md")
    return Pattern(source, groups)


def _explain_rejection(source: str) -> str:
    try:
        re2.compile(source.encode(), OPTIONS)
    except re2.error as error:
        return f": {error}"
    return ""
