"""RE2 patterns that are compiled on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import re2

from diagnostic.lazy import lazy
from diagnostic.thin_re2 import fast_finditer, fast_occurs, fast_pieces, fast_search, fast_spans

OPTIONS = re2.Options()
OPTIONS.log_errors = False
OPTIONS.max_mem = 64 << 20


class Pattern:
    """A pattern that is compiled on first use: most texts need few of them."""

    def __init__(self, source: str | bytes) -> None:
        self.source = source

    @lazy
    def _compiled(self) -> Any:
        source: Any = self.source  # str or bytes, like the text it is used on
        return re2.compile(source, OPTIONS)

    # These return bound methods of the compiled pattern, so that later uses cost no look-up: search(text,
    # start, end) and so on.

    @lazy
    def search(self) -> Callable[..., Any]:
        """The first match, or None."""
        return fast_search(self._compiled, "search")

    @lazy
    def occurs(self) -> Callable[[bytes], Any]:
        """Whether the bytes contain a match. This takes less time than searching for its place."""
        return fast_occurs(self.source, OPTIONS)

    @lazy
    def match(self) -> Callable[..., Any]:
        """The match at the start, or None."""
        return fast_search(self._compiled, "match")

    @lazy
    def fullmatch(self) -> Callable[..., Any]:
        """The match of the whole text, or None."""
        return fast_search(self._compiled, "fullmatch")

    @lazy
    def finditer(self) -> Callable[..., Iterator[Any]]:
        """All matches."""
        return fast_finditer(self._compiled)

    @lazy
    def spans(self) -> Callable[[bytes], list[tuple[int, int]]]:
        """The places of all matches in bytes. This takes less time than `finditer`."""
        return fast_spans(self._compiled)

    @lazy
    def pieces(self) -> Callable[[bytes], list[bytes]]:
        """The pieces of bytes between the matches, for patterns that do not match the empty string."""
        return fast_pieces(self._compiled)

    def replace(self, text: str, by: str) -> str:
        """The text with every match replaced, for patterns that do not match the empty string."""
        return by.encode().join(self.pieces(text.encode())).decode()

    @lazy
    def sub(self) -> Callable[..., Any]:
        """The text with every match replaced."""
        return self._compiled.sub

    @lazy
    def split(self) -> Callable[..., Any]:
        """The pieces between the matches."""
        return self._compiled.split


def one_of(*alternatives: str) -> str:
    """A pattern that matches if any of these does; each may set its own flags."""
    return "|".join(f"(?:{one})" for one in alternatives)


def compile_all(sources: dict[str, str]) -> dict[str, Pattern]:
    """Name -> pattern."""
    return {name: Pattern(source) for name, source in sources.items()}


# A class, an escaped character, or a quote; and how a pattern already lets backslashes precede a quote.
_PART = Pattern(r"""\[\^?\]?(?:\\.|[^\]\\])*\]|\\[xpP]\{[^}]*\}|\\.|["']""")
_QUOTE = Pattern(r"""["']|\[["'`]+\]""")
_BACKSLASHES = (r"\\?", r"\\*", r"\\+")


def with_escaped_quotes(source: str) -> str:
    """The pattern with backslashes allowed before each quote: programs escape those of what they quote."""

    pieces: list[str] = []
    at = 0
    for part in _PART.finditer(source):  # in a third of the time of re2's own substitution
        start = part.start()
        if _QUOTE.fullmatch(part.group()) and not source[:start].endswith(_BACKSLASHES):
            pieces += (source[at:start], r"\\*")
            at = start
    return "".join((*pieces, source[at:]))


_WITHOUT_BOUND = {"0": "*", "1": "+"}


def without_upper_bounds(source: str) -> str:
    """A looser pattern that matches wherever this one does, without automaton states for counted repetitions.

    For sets that only select what to look at; what they find is matched exactly afterwards.
    """
    first, *others = source.split("{")  # at each start hundreds of patterns come here: no search of RE2
    pieces = [first]
    for part in others:
        count, brace, behind = part.partition("}")
        least, _, most = count.partition(",")
        is_bounded = brace and least.isdecimal() and most.isdecimal()
        pieces.append(_WITHOUT_BOUND.get(least, f"{{{least},}}") + behind if is_bounded else f"{{{part}")
    return "".join(pieces)


class CharacterMap:
    """Characters and their replacements. Most texts contain none; searching is faster than str.translate."""

    def __init__(self, table: dict[int, str | int]) -> None:
        self._table = table
        self._ascii = bytes(code for code in table if code < 128)
        self._any = Pattern("[" + "".join(f"\\x{{{code:x}}}" for code in table) + "]")

    def apply(self, text: str) -> str:
        """The text with each of the characters replaced."""
        data = text.encode()
        is_ascii = len(data) == len(text)
        has_any = len(data.translate(None, self._ascii)) < len(data) if is_ascii else self._any.search(data)
        return text.translate(self._table) if has_any else text


class Family:
    """The names under one prefix of a pass over a text."""

    def __init__(self, prefix: str, names: Iterable[str]) -> None:
        self._names = {f"{prefix}.{name}": name for name in names}
        self._any = frozenset(self._names)

    def names_in(self, hits: frozenset[str]) -> list[str]:
        """The names that matched, in their order."""
        # This costs as many look-ups as the smaller one has members.
        if self._any.isdisjoint(hits):
            return []
        return [name for full, name in self._names.items() if full in hits]
