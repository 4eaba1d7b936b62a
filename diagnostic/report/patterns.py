"""Patterns on cleaned bytes, tried together first: only what occurs is looked at closely."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import re2

OPTIONS = re2.Options()
OPTIONS.log_errors = False
OPTIONS.max_mem = 64 << 20


class Pattern:
    """A pattern on bytes, compiled when a paste first needs it: most pastes need few of them."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _compiled(self) -> Any:
        return re2.compile(self._source.encode(), OPTIONS)

    def search(self, data: bytes, start: int = 0) -> Any:
        """The first place where it fits, or None."""
        return self._compiled.search(data, start)

    def finditer(self, data: bytes) -> Iterator[Any]:
        """Every place where it fits."""
        return self._compiled.finditer(data)


def compile_all(sources: dict[str, str]) -> dict[str, Pattern]:
    """Name -> pattern."""
    return {name: Pattern(source) for name, source in sources.items()}


class Detector:
    """Named patterns in one set: one pass over a text says which of them occur."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._names = list(sources)
        self._set = re2.Set.SearchSet(OPTIONS)
        for name, source in sources.items():
            if self._set.Add(source.encode()) < 0:
                raise ValueError(f"bad pattern {name}: {source}")
        self._set.Compile()

    def find(self, data: bytes) -> frozenset[str]:
        """The names of the patterns that occur."""
        return frozenset(self._names[hit] for hit in self._set.Match(data) or ())


def named(prefix: str, hits: frozenset[str], names: tuple[str, ...]) -> list[str]:
    """Those of `names` that hit under `prefix`, in their own order."""
    return [name for name in names if f"{prefix}.{name}" in hits]
