"""RE2 patterns that are compiled when a paste first needs them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import re2

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
