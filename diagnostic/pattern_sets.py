"""Sets of patterns: one pass over a text returns which of them occur.

Two engines give the same hits. RE2 is ready at once, but extends its automaton for each unfamiliar text.
Hyperscan compiles ahead (half a minute, once per machine, cached in the user's folder) and then takes a
tenth of the time on unfamiliar texts, hostile ones included. So a set starts with RE2 and switches as soon
as its compiled form is there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakSet

import re2

from diagnostic.lazy import lazy

try:
    from diagnostic import hyperscan_engine as fast
except ImportError:  # there is no wheel for this platform
    fast = None

if TYPE_CHECKING:
    from diagnostic.hyperscan_engine import Compiled

Name = TypeVar("Name")
Scan = Callable[[bytes], list[int]]

# A single command ends before compiling would pay off.
_TEXTS_BEFORE_COMPILING = 50
# RE2 slows down with the number of patterns that are active at once: several smaller sets cost less than one.
_RE2_SET_SIZE = 220
_RE2_MEMORY = 64 << 20
_ALL_SETS: WeakSet[PatternSet | PatternEnds] = WeakSet()


class PatternSet(Generic[Name]):
    """Named RE2 patterns; a name is a hit if its pattern occurs in the text, which must be valid UTF-8. The
    first `located` patterns can also be located.
    """

    def __init__(self, sources: dict[Name, str], *, ignores_case: bool = False, located: int = 0) -> None:
        self.sources = sources
        self.ignores_case = ignores_case
        self._located = range(located)
        self._compiled: Compiled | None = None
        self._is_cache_checked = False
        self._names = list(sources)
        case = "(?i)" if ignores_case else ""
        self._sources = tuple(f"{case}{source}".encode() for source in sources.values())
        self._scan: Scan | None = None
        self._texts_until_compiling = _TEXTS_BEFORE_COMPILING
        self._lock = threading.Lock()
        _ALL_SETS.add(self)

    @property
    def is_compiled(self) -> bool:
        """Whether Hyperscan is in use."""
        return self._compiled is not None

    def find(self, data: bytes, start: int = 0, end: int | None = None) -> frozenset[Name]:
        """The patterns that occur between two byte offsets. Raises MemoryError if RE2 runs out of memory."""
        if start or end is not None:
            data = _slice_characters(data, start, len(data) if end is None else end)
        if self._texts_until_compiling:
            self._count_down()
        scan = self._scan or self._load()
        return frozenset(map(self._names.__getitem__, scan(data)))

    def locate(self, data: bytes) -> tuple[frozenset[Name], list[int]] | None:
        """Like `find`, and the end offsets of all matches of the located patterns, in text order; None while
        the compiled form is not there.
        """
        if self._texts_until_compiling:
            self._count_down()
        if self._compiled is None and not self._is_cache_checked:
            self._load_compiled()
        if self._compiled is None:
            return None
        indexes, ends = self._compiled.indexes_and_ends(data)
        return frozenset(map(self._names.__getitem__, indexes)), ends

    def compile(self) -> None:
        """Switches to Hyperscan, compiling now if nothing is cached; stays with RE2 if it is missing."""
        self._texts_until_compiling = 0
        if fast is not None and self._sources and self._compiled is None:
            with suppress(fast.Error):  # the processor may lack required features
                self._use(fast.compile(self._sources, self._located))

    def load(self) -> bool:
        """Switches to Hyperscan if the compiled form is cached; returns whether it is in use."""
        self._load_compiled()
        return self.is_compiled

    def _load(self) -> Scan:
        self._load_compiled()
        with self._lock:
            if self._scan is None:
                self._scan = _re2_sets(self._sources)
            return self._scan

    def _load_compiled(self) -> None:
        with self._lock:
            if not self._is_cache_checked:
                self._is_cache_checked = True
                if fast is not None and (compiled := fast.load(self._sources, self._located)):
                    self._use(compiled)

    def _use(self, compiled: Compiled) -> None:
        self._texts_until_compiling, self._compiled, self._scan = 0, compiled, compiled.indexes

    def _count_down(self) -> None:
        with self._lock:
            self._texts_until_compiling = max(0, self._texts_until_compiling - 1)
            is_due = not self._texts_until_compiling and fast is not None
        if is_due:
            threading.Thread(target=self.compile, name="compile-patterns", daemon=True).start()


class PatternEnds:
    """RE2 patterns whose matches are found by their ends; without Hyperscan it finds none."""

    def __init__(self, give_sources: Callable[[], Iterable[str]]) -> None:
        """`give_sources` is called once they are needed, which may be never."""
        self._give_sources = give_sources
        self._compiled: Compiled | None = None
        self._is_cache_checked = False
        _ALL_SETS.add(self)

    @lazy
    def sources(self) -> tuple[bytes, ...]:
        """The patterns."""
        return tuple(source.encode() for source in self._give_sources())

    def compile(self) -> bool:
        """Compiles if necessary; returns whether it is ready."""
        if fast is not None and not self.load():
            with suppress(fast.Error):
                self._compiled = fast.compile(self.sources, range(len(self.sources)))
        return self._compiled is not None

    def load(self) -> bool:
        """Takes the compiled form from the cache, if it is there; returns whether it is ready."""
        if fast is not None and not self._is_cache_checked:
            self._compiled = fast.load(self.sources, range(len(self.sources)))
            self._is_cache_checked = True
        return self._compiled is not None

    def find(self, data: bytes | memoryview) -> list[int] | None:
        """End offsets of the matches in valid UTF-8, in text order; None while it is not ready."""
        if self._compiled is None:
            self.load()
        return self._compiled.ends(data) if self._compiled else None

    def find_first(self, data: bytes | memoryview) -> int:
        """A place in the last two bytes of the first match in valid UTF-8; -1 if there is none. Only once it
        is ready.
        """
        end = self._compiled.first_end(data) if self._compiled else None
        return -1 if end is None else max(end - 2, 0)


def find_uncompilable(patterns: PatternSet[Name]) -> dict[Name, str]:
    """The patterns that Hyperscan rejects, with its reason; empty if there is no Hyperscan."""
    if fast is None:
        return {}
    patterns.compile()
    if patterns.is_compiled:
        return {}
    # As they are compiled: a pattern may be too large only if case is ignored.
    reasons = zip(patterns._names, map(fast.find_rejection, patterns._sources), strict=True)
    return {name: reason for name, reason in reasons if reason}


def must_compile() -> bool:
    """Whether a set of this process is not yet in the cache of this machine."""
    return fast is not None and any(not patterns.load() for patterns in list(_ALL_SETS) if patterns.sources)


def compile_sets() -> None:
    """Compiles all sets of this process; a server does this before its workers start."""
    for patterns in list(_ALL_SETS):
        patterns.compile()


def _slice_characters(data: bytes, start: int, end: int) -> bytes:
    """The slice, without incomplete characters at its ends."""
    while start < len(data) and data[start] & 0xC0 == 0x80:
        start += 1
    while start < end < len(data) and data[end] & 0xC0 == 0x80:
        end -= 1
    return data[start:end]


def _re2_sets(sources: tuple[bytes, ...]) -> Scan:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _RE2_MEMORY
    sets = []
    for first in range(0, len(sources), _RE2_SET_SIZE):
        part = sources[first : first + _RE2_SET_SIZE]
        found = re2.Set.SearchSet(options)
        for source in part:
            found.Add(source)
        # Matches every text. A set that runs out of memory reports no hits at all, which would look like "no
        # match".
        found.Add(b"")
        found.Compile()
        sets.append((first, len(part), found))

    def scan(data: bytes) -> list[int]:
        hits = []
        for first, count, found in sets:
            numbers = found.Match(data)
            if not numbers:
                raise MemoryError("a set of patterns ran out of memory")
            hits += [first + number for number in numbers if number < count]
        return hits

    return scan
