"""A cache on disk for data built from many files: one entry per name in the user's cache folder, valid until
a source file changes.

A checkout reads rules, clients and vendors from some hundreds of TOML files, which rarely change between
starts. Nothing is written into the package's own folder. A damaged or outdated entry is rebuilt.
"""

from __future__ import annotations

import os
import sys
import threading
from binascii import crc32
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from diagnostic.digests import blake2b

_DIGEST_BYTES = 32
_CHECKSUM_BYTES = 4
# Enough for two versions and a few checkouts; the largest file has 6 MB.
_MAX_FILES = 64


def cached(name: str, sources: Iterable[str | Path], build: Callable[[], bytes]) -> bytes | memoryview:
    """The result of `build`, from the cache if none of `sources` has changed since."""
    fingerprint = _fingerprint(sources)
    installation = blake2b(_installation(), digest_size=8).hexdigest()
    path = cache_folder() / f"{name}-{installation}.cache"
    with suppress(OSError, RuntimeError):
        entry = memoryview(read_file(path))  # its parts need no copies
        if entry[:_DIGEST_BYTES] == fingerprint:
            data = strip_checksum(entry[_DIGEST_BYTES:])
            if data is not None:
                return data
    built = build()
    write_file(path, fingerprint + add_checksum(built))
    return built


def add_checksum(data: bytes) -> bytes:
    """The data with its checksum in front. It detects damage; a digest would take five times as long."""
    return _checksum(data) + data


def strip_checksum(data: bytes | memoryview) -> memoryview | None:
    """The data without its checksum, or None if it does not match."""
    data = memoryview(data)
    checksum, rest = data[:_CHECKSUM_BYTES], data[_CHECKSUM_BYTES:]
    return rest if checksum == _checksum(rest) else None


def _checksum(data: bytes | memoryview) -> bytes:
    return crc32(data).to_bytes(_CHECKSUM_BYTES, "big")


def read_file(path: Path) -> bytes:
    """What the file holds; reading renews its time, so that what is in use is never the oldest. Raises
    OSError.
    """
    data = path.read_bytes()
    with suppress(OSError):
        os.utime(path)
    return data


def write_file(path: Path, data: bytes) -> None:
    """Writes the whole file or nothing. Does nothing if the cache folder is not writable."""
    unfinished = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with suppress(OSError, RuntimeError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            unfinished.write_bytes(data)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)  # left over only if the disk is full
        _delete_oldest(path.parent)


def _delete_oldest(folder: Path) -> None:
    """Deletes what was used least recently: each version of the rules leaves its files behind."""
    used = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    for path in sorted(used, key=lambda path: used[path])[:-_MAX_FILES]:
        path.unlink(missing_ok=True)


def cache_folder() -> Path:
    """The user's cache folder for this program."""
    root = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(root or Path.home() / ".cache") / "error-diagnostic"


def _fingerprint(sources: Iterable[str | Path]) -> bytes:
    """A digest of path, size and time of the last change of each file."""
    lines: list[str] = []
    for path in sorted(map(str, sources)):
        stat = os.stat(path)
        lines.append(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}")
    return blake2b("\0".join(lines).encode(), digest_size=_DIGEST_BYTES).digest()


def _installation() -> bytes:
    # Two checkouts on one machine must not overwrite each other's entries.
    return f"{Path(__file__).parent}\0{sys.version}".encode()
