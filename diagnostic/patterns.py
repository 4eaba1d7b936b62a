"""RE2 patterns that are compiled when a paste first needs them, alone or many in one set."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

import re2

Name = TypeVar("Name")

OPTIONS = re2.Options()
OPTIONS.log_errors = False
OPTIONS.max_mem = 64 << 20


class Pattern:
    """A pattern, compiled when a paste first needs it: most pastes need few of them."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _compiled(self) -> Any:
        return re2.compile(self.source, OPTIONS)

    def search(self, text: str | bytes, start: int = 0) -> Any:
        """The first place where it fits, or None."""
        return self._compiled.search(text, start)

    def match(self, text: str | bytes) -> Any:
        """Where it fits the start, or None."""
        return self._compiled.match(text)

    def finditer(self, text: str | bytes) -> Iterator[Any]:
        """Every place where it fits."""
        return self._compiled.finditer(text)


def compile_all(sources: dict[str, str]) -> dict[str, Pattern]:
    """Name -> pattern."""
    return {name: Pattern(source) for name, source in sources.items()}


class PatternSet(Generic[Name]):
    """Named patterns in one set, compiled with the first text: one pass says which of them occur."""

    def __init__(self, sources: dict[Name, str]) -> None:
        self._sources = sources
        self._names = list(sources)

    @cached_property
    def _set(self) -> Any:
        found = re2.Set.SearchSet(OPTIONS)
        for source in self._sources.values():
            found.Add(source.encode())
        # Fits every text: a set that ran out of memory reports no hits at all, and must not pass for "nothing there".
        found.Add(b"")
        found.Compile()
        return found

    def find(self, data: bytes) -> frozenset[Name]:
        """The names of the patterns that occur; raises MemoryError where they could not be tried."""
        hits = self._set.Match(data)
        if not hits:
            raise MemoryError("a set of patterns ran out of memory")
        return frozenset(self._names[hit] for hit in hits if hit < len(self._names))


class CharacterMap:
    """Characters and what stands for each; most texts hold none of them, and looking is far faster than str.translate."""

    def __init__(self, table: dict[int, str | int]) -> None:
        self._table = table
        self._any = Pattern("[" + "".join(f"\\x{{{code:x}}}" for code in table) + "]")

    def put(self, text: str) -> str:
        """The text with each of the characters swapped."""
        return text.translate(self._table) if self._any.search(text.encode()) else text


def named(prefix: str, hits: frozenset[str], names: tuple[str, ...]) -> list[str]:
    """Those of `names` that hit under `prefix`, in their own order."""
    return [name for name in names if f"{prefix}.{name}" in hits]
