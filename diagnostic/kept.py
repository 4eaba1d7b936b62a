"""A cache of data built from many files: one file in the user's cache folder, valid until one of them
changes.

A checkout reads rules, clients and vendors from some hundreds of TOML files, which rarely change between
starts. Nothing is written into the package's own folder. A damaged or outdated file is rebuilt.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

_DIGEST_BYTES = 32
# Enough for two versions and a few checkouts; the largest file has 6 MB.
_MOST_FILES = 40


def keep(name: str, sources: Iterable[str | Path], make: Callable[[], bytes]) -> bytes:
    """The result of `make`, or its cached bytes if none of `sources` has changed."""
    state = _state(sources)
    place = cache_folder() / f"{name}-{hashlib.blake2b(_place_of_code(), digest_size=8).hexdigest()}.kept"
    with suppress(OSError, RuntimeError):
        found = place.read_bytes()
        if found[:_DIGEST_BYTES] == state and (kept := checked(found[_DIGEST_BYTES:])) is not None:
            return kept
    made = make()
    write(place, state + with_digest(made))
    return made


def with_digest(data: bytes) -> bytes:
    """The data with its digest in front."""
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest() + data


def checked(data: bytes) -> bytes | None:
    """The data without its digest, or None if the digest does not match."""
    digest, kept = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    return kept if hashlib.blake2b(kept, digest_size=_DIGEST_BYTES).digest() == digest else None


def write(place: Path, data: bytes) -> None:
    """Writes the whole file or nothing. Does nothing if the cache folder is not writable."""
    unfinished = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with suppress(OSError, RuntimeError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished.write_bytes(data)
        unfinished.replace(place)
        _drop_oldest(place.parent)


def _drop_oldest(folder: Path) -> None:
    """Deletes the oldest files: each new version of the rules leaves those of the last version behind."""
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    for path in sorted(written, key=lambda path: written[path])[:-_MOST_FILES]:
        path.unlink(missing_ok=True)


def cache_folder() -> Path:
    """The user's cache folder for this program."""
    root = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(root or Path.home() / ".cache") / "error-diagnostic"


def _state(sources: Iterable[str | Path]) -> bytes:
    """Fingerprint of the files: path, size and time of the last change."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for path in sources:
        stat = os.stat(path)
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.digest()


def _place_of_code() -> bytes:
    # Two checkouts on one machine must not overwrite each other's files.
    return f"{Path(__file__).parent}\0{sys.version}".encode()
