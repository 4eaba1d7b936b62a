"""The rules as they were read, kept beside them as Python keeps bytecode beside its sources: most starts read one file."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from diagnostic.rules.cause import Cause
from diagnostic.rules.conditions import Condition

_SUFFIXES = (".toml", ".md", ".py", ".ts", ".json")
_CODE = Path(__file__).parent


class Snapshot(msgspec.Struct, frozen=True):
    """What every rule says, checked, and the version of the rules: a hash of what stands in their files."""

    causes: tuple[Cause, ...]
    conditions: tuple[Condition, ...]
    version: str


class _Kept(msgspec.Struct, frozen=True):
    state: str
    snapshot: msgspec.Raw


def find_snapshot(folder: Path) -> Snapshot | None:
    """The rules as they were read, if no file of theirs nor of the code that reads them has changed since."""
    try:
        kept = msgspec.msgpack.decode(_place(folder).read_bytes(), type=_Kept)
        if kept.state == _state(folder):
            return msgspec.msgpack.decode(kept.snapshot, type=Snapshot, dec_hook=lambda kind, value: kind(value))
    except (OSError, msgspec.MsgspecError):
        pass
    return None


def keep_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Writes it down, where one may write and Python would."""
    if sys.dont_write_bytecode:
        return
    place, state = _place(folder), _state(folder)
    whole = msgspec.msgpack.encode(_Kept(state, msgspec.Raw(msgspec.msgpack.encode(snapshot, enc_hook=str))))
    unfinished = place.with_suffix(f".{os.getpid()}")
    with suppress(OSError):  # a read-only installation reads its rules at each start
        place.parent.mkdir(exist_ok=True)
        unfinished.write_bytes(whole)
        unfinished.replace(place)


def hash_rules(folder: Path) -> str:
    """The version of the rules, which every answer names."""
    digest = hashlib.blake2b(digest_size=6)
    for entry in _files(folder):
        path = Path(entry.path)
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _place(folder: Path) -> Path:
    return folder / "__pycache__" / f"rules.{sys.implementation.cache_tag}.msgpack"


def _state(folder: Path) -> str:
    """Where the files are, how large, and when each was written last."""
    digest = hashlib.blake2b(str(folder.resolve()).encode(), digest_size=16)
    for entry in (*_files(folder), *sorted(os.scandir(_CODE), key=lambda entry: entry.name)):
        stat = entry.stat()
        digest.update(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[os.DirEntry]:
    """The files that make the rules, examples left out: pages and checks read those when asked for."""
    for inner in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if inner.is_dir() and inner.name != "__pycache__":
            yield from sorted((entry for entry in os.scandir(inner.path) if entry.name.endswith(_SUFFIXES)), key=lambda entry: entry.name)
