"""Hyperscan's side of a PatternSet: compiled once, cached in the user's folder, loaded in milliseconds.

Importing this raises ImportError if hyperscan has no wheel for the platform.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from contextlib import suppress
from pathlib import Path

import hyperscan

from diagnostic import kept

Error = hyperscan.HyperscanError


class Compiled:
    """A compiled set of patterns; safe to use from any thread."""

    def __init__(self, database: hyperscan.Database) -> None:
        self._database = database
        self._local = threading.local()  # each thread needs its own scratch space

    def numbers(self, data: bytes) -> list[int]:
        """The indexes of the patterns that occur in `data`, which must be valid UTF-8."""
        hits: list[int] = []
        self._scan(data, _note_number, hits)
        return hits

    def ends(self, data: memoryview) -> list[int]:
        """The end offsets of all matches, in text order."""
        ends: list[int] = []
        self._scan(data, _note_end, ends)
        return sorted(set(ends))

    def _scan(self, data: bytes | memoryview, note: hyperscan.OnMatch, found: list[int]) -> None:
        scratch: hyperscan.Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = hyperscan.Scratch(self._database)
        self._database.scan(data, match_event_handler=note, context=found, scratch=scratch)


def _note_number(number: int, start: int, end: int, flags: int, hits: list[int]) -> None:
    hits.append(number)


def _note_end(number: int, start: int, end: int, flags: int, ends: list[int]) -> None:
    ends.append(end)


def load(sources: tuple[bytes, ...], each_once: bool) -> Compiled | None:
    """The cached database, or None if it is missing, damaged or built for another processor.

    Hyperscan's own checksum detects damage.
    """
    with suppress(OSError, RuntimeError, Error):
        compiled = _place(sources, each_once).read_bytes()
        return Compiled(hyperscan.loadb(compiled, mode=hyperscan.HS_MODE_BLOCK))
    return None


def compile(sources: tuple[bytes, ...], each_once: bool) -> Compiled:
    """Compiles and caches. Takes seconds, but does not block other threads. Raises Error for a pattern that
    Hyperscan rejects.
    """
    database = compile_database(sources, each_once)
    kept.write(_place(sources, each_once), hyperscan.dumpb(database))
    return Compiled(database)


def compile_database(sources: tuple[bytes, ...], each_once: bool) -> hyperscan.Database:
    """The compiled patterns; each match is reported at every end, or with `each_once` only once per text."""
    flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_ALLOWEMPTY
    if each_once:
        flags |= hyperscan.HS_FLAG_SINGLEMATCH
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(sources),
        ids=list(range(len(sources))),
        elements=len(sources),
        flags=[flags] * len(sources),
    )
    return database


def _place(sources: tuple[bytes, ...], each_once: bool) -> Path:
    """The cache file for these patterns; its name changes with everything it depends on."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (*sources, b"once" if each_once else b"each", hyperscan.__version__.encode(), _processor()):
        digest.update(part + b"\0")
    return kept.cache_folder() / f"{digest.hexdigest()}.patterns"


def _processor() -> bytes:
    """The processor features that a compiled database depends on."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_bytes().splitlines():
            if line.startswith((b"flags", b"Features")):
                return line
    return sys.platform.encode()
