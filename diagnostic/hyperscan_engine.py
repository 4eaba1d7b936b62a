"""Hyperscan's side of a PatternSet: compiled ahead, kept in the user's cache folder, loaded in milliseconds.

Importing this raises ImportError where there is no wheel of hyperscan for the platform.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import hyperscan

Scan = Callable[[bytes], list[int]]
Error = hyperscan.HyperscanError
_DIGEST_BYTES = 32


def load(sources: tuple[bytes, ...], ignores_case: bool) -> Scan | None:
    """What an earlier process compiled; None if there is none, or it is damaged or of another processor."""
    with suppress(OSError, RuntimeError, Error):
        kept = _place(sources, ignores_case).read_bytes()
        digest, compiled = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        if hashlib.blake2b(compiled, digest_size=_DIGEST_BYTES).digest() == digest:
            return _scanner(hyperscan.loadb(compiled, mode=hyperscan.HS_MODE_BLOCK))
    return None


def compile(sources: tuple[bytes, ...], ignores_case: bool) -> Scan:
    """Compiles and keeps; takes seconds, without holding up other threads. Raises Error for a pattern it does not take."""
    database = compile_database(sources, ignores_case)
    _keep(_place(sources, ignores_case), hyperscan.dumpb(database))
    return _scanner(database)


def compile_database(sources: tuple[bytes, ...], ignores_case: bool) -> hyperscan.Database:
    """The compiled form of these patterns, each reported at most once a text."""
    flags = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_ALLOWEMPTY
    if ignores_case:
        flags |= hyperscan.HS_FLAG_CASELESS
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(sources),
        ids=list(range(len(sources))),
        elements=len(sources),
        flags=[flags] * len(sources),
    )
    return database


def cache_folder() -> Path:
    """The user's own folder for what can be made again."""
    root = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(root or Path.home() / ".cache") / "error-diagnostic"


def _scanner(database: hyperscan.Database) -> Scan:
    local = threading.local()  # a thread needs room of its own

    def note(number: int, start: int, end: int, flags: int, hits: list[int]) -> None:
        hits.append(number)

    def scan(data: bytes) -> list[int]:
        scratch: hyperscan.Scratch | None = getattr(local, "scratch", None)
        if scratch is None:
            scratch = local.scratch = hyperscan.Scratch(database)
        hits: list[int] = []
        database.scan(data, match_event_handler=note, context=hits, scratch=scratch)
        return hits

    return scan


def _place(sources: tuple[bytes, ...], ignores_case: bool) -> Path:
    """Where the compiled form of these patterns is kept: its name changes with all that it depends on."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (*sources, str(ignores_case).encode(), hyperscan.__version__.encode(), _processor()):
        digest.update(part + b"\0")
    return cache_folder() / f"{digest.hexdigest()}.patterns"


def _processor() -> bytes:
    """What a compiled form is bound to: the processor's features."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_bytes().splitlines():
            if line.startswith((b"flags", b"Features")):
                return line
    return sys.platform.encode()


def _keep(place: Path, compiled: bytes) -> None:
    unfinished = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    # A machine without a writable cache compiles again at its next start.
    with suppress(OSError, RuntimeError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.write_bytes(hashlib.blake2b(compiled, digest_size=_DIGEST_BYTES).digest() + compiled)
        unfinished.replace(place)
