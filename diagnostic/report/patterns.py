"""Patterns on cleaned bytes, tried together first: only what occurs is looked at closely."""

from __future__ import annotations

import re2

OPTIONS = re2.Options()
OPTIONS.log_errors = False
OPTIONS.max_mem = 64 << 20


def compile_all(sources: dict[str, str]) -> dict[str, object]:
    """Name -> compiled pattern on bytes."""
    return {name: re2.compile(source.encode(), OPTIONS) for name, source in sources.items()}


class Detector:
    """Named patterns and one set of them all."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.patterns = compile_all(sources)
        self._names = list(sources)
        self._set = re2.Set.SearchSet(OPTIONS)
        for source in sources.values():
            self._set.Add(source.encode())
        self._set.Compile()

    def find(self, data: bytes) -> set[str]:
        """The names of the patterns that occur."""
        return {self._names[hit] for hit in self._set.Match(data) or ()}
