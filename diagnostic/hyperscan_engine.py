"""The Hyperscan backend of PatternSet: compiled once, cached in the user's folder, loaded in milliseconds.

Importing this raises ImportError if hyperscan has no wheel for the platform.
"""

from __future__ import annotations

import hashlib
import re
import sys
import threading
from contextlib import suppress
from pathlib import Path

import hyperscan

from diagnostic import file_cache

Error = hyperscan.HyperscanError


# Recognises patterns with a character beyond ASCII, written literally or as an escape.
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]|\\x\{[0-9a-fA-F]{3,}|\\x\{?[89a-fA-F][0-9a-fA-F]|\\[pP]")
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

    def __init__(self, indexes: list[int], reads_utf8: bool, database: hyperscan.Database) -> None:
        self.indexes = indexes
        self.reads_utf8 = reads_utf8
        self.database = database
        self._local = threading.local()  # each thread needs its own scratch space

    def scan(self, data: bytes | memoryview, note: hyperscan.OnMatch) -> list[int]:
        """Scans the text; `note` is called for each match and appends to the list that is returned."""
        scratch: hyperscan.Scratch | None = getattr(self._local, "scratch", None)
        if scratch is None:
            scratch = self._local.scratch = hyperscan.Scratch(self.database)
        found: list[int] = []
        self.database.scan(data, match_event_handler=note, context=found, scratch=scratch)
        return found


class Compiled:
    """A compiled set of patterns; safe to use from any thread.

    All patterns are compiled for bytes. That is enough for a text in ASCII; patterns that contain other
    characters, which it lacks, are compiled for UTF-8 too and scan other texts. The rest scan these with a
    single byte for each other character: compiling them for UTF-8 takes several times as long and twice the
    memory. Under (?i), RE2 also takes U+017F for an s and U+212A for a k; here only patterns that are
    compiled for UTF-8 do.
    """

    def __init__(self, halves: list[_Half]) -> None:
        self._halves = halves
        self._wide = frozenset(index for half in halves if half.reads_utf8 for index in half.indexes)

    def indexes(self, data: bytes) -> list[int]:
        """The indexes of the patterns that occur in `data`, which must be valid UTF-8."""
        first = self._halves[0]
        # White space to Hyperscan, but not to RE2, whose [[:space:]] alone contains it.
        data = data.replace(b"\v", b"\x01")
        if data.isascii():
            return first.scan(data, _collect_index)
        found = [
            half.indexes[hit]
            for half in self._halves
            if half.reads_utf8
            for hit in half.scan(data, _collect_index)
        ]
        if len(self._wide) < len(first.indexes):
            hits = first.scan(data.translate(None, _CONTINUATION), _collect_index)
            found += [hit for hit in hits if hit not in self._wide]
        return found

    def ends(self, data: bytes | memoryview) -> list[int]:
        """The end offsets of all matches, in text order."""
        return sorted({end for half in self._halves for end in half.scan(data, _collect_end)})

    def dump(self) -> list[bytes]:
        """The serialized form of each half, which `load` reads."""
        return [hyperscan.dumpb(half.database) for half in self._halves]


def _collect_index(index: int, start: int, end: int, flags: int, hits: list[int]) -> None:
    hits.append(index)


def _collect_end(index: int, start: int, end: int, flags: int, ends: list[int]) -> None:
    ends.append(end)


def load(sources: tuple[bytes, ...], each_once: bool) -> Compiled | None:
    """The cached set, or None if it is missing, damaged or built for another processor.

    Hyperscan's own checksum detects damage.
    """
    with suppress(OSError, RuntimeError, ValueError, Error):
        return Compiled([
            _Half(indexes, reads_utf8, _load(place))
            for (indexes, reads_utf8), place in _places(sources, each_once)
        ])  # fmt: skip
    return None


def _load(place: Path) -> hyperscan.Database:
    return hyperscan.loadb(file_cache.read_file(place), mode=hyperscan.HS_MODE_BLOCK)


def compile(sources: tuple[bytes, ...], each_once: bool) -> Compiled:
    """Compiles and caches. Takes seconds, but does not block other threads. Raises Error for a pattern that
    Hyperscan rejects.
    """
    places = _places(sources, each_once)
    compiled = Compiled([
        _Half(indexes, reads_utf8, _compile([sources[index] for index in indexes], reads_utf8, each_once))
        for (indexes, reads_utf8), _ in places
    ])  # fmt: skip
    for (_, place), dumped in zip(places, compiled.dump(), strict=True):
        file_cache.write_file(place, dumped)
    return compiled


def find_rejection(source: bytes) -> str | None:
    """Why Hyperscan rejects this pattern; None if it does not."""
    try:
        _compile([source], bool(_BEYOND_ASCII.search(source)), True)
    except Error as error:
        return str(error)
    return None


_Layout = tuple[list[int], bool]  # the numbers of the patterns of a half, and whether it reads UTF-8


def _halves(sources: tuple[bytes, ...], each_once: bool) -> list[_Layout]:
    """The halves of a set; never an empty one."""
    every = list(range(len(sources)))
    if not each_once:  # ends are offsets in the text as it is, so all bytes must be read
        return [(every, True)]
    wide = [index for index in every if _BEYOND_ASCII.search(sources[index])]
    if wide and len(sources) < _MIN_PATTERNS_TO_SPLIT:
        wide = every
    return [(every, False), (wide, True)] if wide else [(every, False)]


def _for_bytes(source: bytes) -> bytes:
    """The pattern with a byte that never occurs in UTF-8 in place of each character beyond ASCII."""
    return _CHARACTER_OR_ESCAPE.sub(lambda found: b"\\xff" if found[1] else found[0], source)


def _compile(sources: list[bytes], reads_utf8: bool, each_once: bool) -> hyperscan.Database:
    """Each match is reported at every end, or with `each_once` only once per text."""
    flags = hyperscan.HS_FLAG_ALLOWEMPTY
    if reads_utf8:
        flags |= hyperscan.HS_FLAG_UTF8
    if each_once:
        flags |= hyperscan.HS_FLAG_SINGLEMATCH
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=sources if reads_utf8 else [_for_bytes(source) for source in sources],
        ids=list(range(len(sources))),
        elements=len(sources),
        flags=[flags] * len(sources),
    )
    return database


def _places(sources: tuple[bytes, ...], each_once: bool) -> list[tuple[_Layout, Path]]:
    """The halves with their cache files, whose names change with everything that they depend on. Each has a
    file of its own, so that what is read needs no copy.
    """
    digest = hashlib.blake2b(digest_size=16)
    halves = _halves(sources, each_once)
    layout = str((each_once, halves)).encode()
    for part in (*sources, layout, hyperscan.__version__.encode(), _processor()):
        digest.update(part + b"\0")
    name, folder = digest.hexdigest(), file_cache.cache_folder()
    return [(half, folder / f"{name}-{number}.patterns") for number, half in enumerate(halves)]


def _processor() -> bytes:
    """The processor features that a compiled database depends on."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_bytes().splitlines():
            if line.startswith((b"flags", b"Features")):
                return line
    return sys.platform.encode()
