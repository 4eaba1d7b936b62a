"""The Hyperscan backend of PatternSet: compiled once, cached in the user's folder, loaded in milliseconds.

Importing this raises ImportError if hyperscan has no wheel for the platform.
"""

from __future__ import annotations

import re
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

import hyperscan

from diagnostic import file_cache
from diagnostic.digests import blake2b

Error = hyperscan.HyperscanError
_UNREADABLE = (OSError, RuntimeError, ValueError, Error)

# An escape for characters beyond ASCII. It begins with its only literal, which Python's `re` looks for fast.
_BEYOND_ASCII = re.compile(rb"\\(?:[pP]|x(?:\{[0-9a-fA-F]{3,}|\{?[89a-fA-F][0-9a-fA-F]))")
# Such a character, or another escape, which is left as it is.
_CHARACTER_OR_ESCAPE = re.compile(
    rb"([\xc0-\xff][\x80-\xbf]*|\\x(?:\{(?:[0-9a-fA-F]{3,}|[89a-fA-F][0-9a-fA-F])\}|[89a-fA-F][0-9a-fA-F]))|\\."
)
# Smaller sets are compiled for UTF-8 as a whole: that is fast, and a second pass over each text is not.
_MIN_PATTERNS_TO_SPLIT = 100
# UTF-8 continuation bytes: all bytes of a character beyond ASCII except the first.
_CONTINUATION = bytes(range(0x80, 0xC0))


class _Half:
    """The patterns of a set compiled for bytes, or those of them that need it compiled for UTF-8."""

    def __init__(self, sources: tuple[bytes, ...], layout: _Layout, place: Path, located: range) -> None:
        self.indexes, self.reads_utf8 = layout
        self._sources = sources
        self.place = place
        self._located = located
        self._database: hyperscan.Database | None = None
        self._local = threading.local()  # each thread needs its own scratch space

    def read(self) -> hyperscan.Database:
        """Reads the compiled patterns from the cache; raises one of _UNREADABLE if they are missing, damaged
        or built for another processor. Hyperscan's own checksum detects damage.
        """
        self._database = hyperscan.loadb(file_cache.read_file(self.place), mode=hyperscan.HS_MODE_BLOCK)
        return self._database

    def prepare(self) -> hyperscan.Database:
        """Reads the compiled patterns, or compiles and caches them."""
        with suppress(*_UNREADABLE):
            return self.read()
        sources = [self._sources[index] for index in self.indexes]
        is_located = [index in self._located for index in self.indexes]
        self._database = _compile(sources, self.reads_utf8, is_located)
        file_cache.write_file(self.place, hyperscan.dumpb(self._database))
        return self._database

    def scan(self, data: bytes | memoryview, note: hyperscan.OnMatch, found: list[_Hit]) -> list[_Hit]:
        """Scans the text; `note` is called for each match and appends to `found`, which is returned. If it
        returns true, the scan ends with ScanTerminated.
        """
        database = self._database or self.prepare()
        scratch: hyperscan.Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = hyperscan.Scratch(database)
        database.scan(data, match_event_handler=note, context=found, scratch=scratch)
        return found


class Compiled:
    """A compiled set of patterns; safe to use from any thread.

    All patterns are compiled for bytes. That is enough for a text in ASCII; patterns that contain other
    characters, which it lacks, are compiled for UTF-8 too and scan other texts. The rest scan these with a
    single byte for each other character: compiling them for UTF-8 takes several times as long and twice the
    memory. Under (?i), RE2 also takes U+017F for an s and U+212A for a k; here only patterns that are
    compiled for UTF-8 do.
    """

    def __init__(self, halves: list[_Half], located: range) -> None:
        self._halves = halves
        self._located = located
        self._wide = frozenset(index for half in halves if half.reads_utf8 for index in half.indexes)

    def indexes(self, data: bytes) -> list[int]:
        """The indexes of the patterns that occur in `data`, which must be valid UTF-8."""
        return [index for index, _ in self._hits(data)]

    def indexes_and_ends(self, data: bytes) -> tuple[list[int], list[int]]:
        """The indexes, and the end offsets of all matches of the located patterns, in text order."""
        hits, located = self._hits(data), self._located
        return [index for index, _ in hits], sorted({end for index, end in hits if index in located})

    def _hits(self, data: bytes) -> list[_Hit]:
        first = self._halves[0]
        # White space to Hyperscan, but not to RE2, whose [[:space:]] alone contains it.
        data = data.replace(b"\v", b"\x01")
        if data.isascii():
            return first.scan(data, _collect, [])
        found = [
            (half.indexes[hit], end)
            for half in self._halves
            if half.reads_utf8
            for hit, end in half.scan(data, _collect, [])
        ]
        if len(self._wide) < len(first.indexes):
            hits = first.scan(data.translate(None, _CONTINUATION), _collect, [])
            found += [hit for hit in hits if hit[0] not in self._wide]
        return found

    def ends(self, data: bytes | memoryview) -> list[int]:
        """The end offsets of all matches, in text order."""
        return sorted({end for half in self._halves for _, end in half.scan(data, _collect, [])})

    def first_end(self, data: bytes | memoryview) -> int | None:
        """The end offset of the match that ends first, if any; or of one that ends a byte later. A pattern
        that ends at a word's edge is reported once the next byte is read, others at once.
        """
        hits: list[_Hit] = []
        with suppress(hyperscan.ScanTerminated):
            for half in self._halves:
                half.scan(data, _collect_first, hits)
        return min((end for _, end in hits), default=None)


def _collect(index: int, start: int, end: int, flags: int, hits: list[_Hit]) -> None:
    hits.append((index, end))


def _collect_first(index: int, start: int, end: int, flags: int, hits: list[_Hit]) -> bool:
    hits.append((index, end))
    return True


def load(sources: tuple[bytes, ...], located: range) -> Compiled | None:
    """The cached set, or None if it is not there. A second half is read only when it is needed; if it is
    damaged, it is compiled again.
    """
    first, *others = halves = _halves(sources, located)
    with suppress(*_UNREADABLE):
        first.read()
        if all(half.place.exists() for half in others):
            return Compiled(halves, located)
    return None


def compile(sources: tuple[bytes, ...], located: range) -> Compiled:
    """Reads all of a set from the cache, or compiles and caches it. That takes seconds, but does not block
    other threads. Raises Error for a pattern that Hyperscan rejects.
    """
    halves = _halves(sources, located)
    for half in halves:
        half.prepare()
    return Compiled(halves, located)


def find_rejection(source: bytes) -> str | None:
    """Why Hyperscan rejects this pattern; None if it does not."""
    try:
        _compile([source], _is_beyond_ascii(source), [False])
    except Error as error:
        return str(error)
    return None


_Hit = tuple[int, int]  # the index of a pattern, and the offset where it ends
_Layout = tuple[list[int], bool]  # the numbers of the patterns of a half, and whether it reads UTF-8


def _halves(sources: tuple[bytes, ...], located: range) -> list[_Half]:
    """The halves of a set, never an empty one, with their cache files, whose names change with everything
    that they depend on. Each is in a separate file, so that what is read needs no copy.
    """
    layouts = _layouts(sources, located)
    digest = blake2b(digest_size=16)
    for part in (*sources, str((located, layouts)).encode(), hyperscan.__version__.encode(), _processor()):
        digest.update(part + b"\0")
    place = file_cache.cache_folder() / digest.hexdigest()
    return [
        _Half(sources, layout, place.with_name(f"{place.name}-{number}.patterns"), located)
        for number, layout in enumerate(layouts)
    ]


def _layouts(sources: tuple[bytes, ...], located: range) -> list[_Layout]:
    every = list(range(len(sources)))
    if len(located) == len(sources):  # ends are offsets in the text as it is, so all bytes must be read
        return [(every, True)]
    # The other half scans such texts with fewer bytes, so its ends would be wrong.
    wide = [index for index in every if index in located or _is_beyond_ascii(sources[index])]
    if wide and len(sources) < _MIN_PATTERNS_TO_SPLIT:
        wide = every
    return [(every, False), (wide, True)] if wide else [(every, False)]


def _is_beyond_ascii(source: bytes) -> bool:
    return not source.isascii() or _BEYOND_ASCII.search(source) is not None


def _for_bytes(source: bytes) -> bytes:
    """The pattern with a byte that never occurs in UTF-8 in place of each character beyond ASCII."""
    return _CHARACTER_OR_ESCAPE.sub(lambda found: b"\\xff" if found[1] else found[0], source)


def _compile(sources: list[bytes], reads_utf8: bool, is_located: list[bool]) -> hyperscan.Database:
    """The matches of a located pattern are reported at every end, those of another only once per text."""
    flags = hyperscan.HS_FLAG_ALLOWEMPTY
    if reads_utf8:
        flags |= hyperscan.HS_FLAG_UTF8
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=sources if reads_utf8 else [_for_bytes(source) for source in sources],
        ids=list(range(len(sources))),
        elements=len(sources),
        flags=[flags if every_end else flags | hyperscan.HS_FLAG_SINGLEMATCH for every_end in is_located],
    )
    return database


@cache
def _processor() -> bytes:
    """The processor features that a compiled database depends on."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_bytes().splitlines():
            if line.startswith((b"flags", b"Features")):
                return line
    return sys.platform.encode()
