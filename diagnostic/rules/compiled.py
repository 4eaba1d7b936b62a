"""The rules as one checked file, which a wheel carries beside them: a start from it reads no TOML.

A checkout has no such file and reads the folders, so that an edited rule is never met in its old form.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from diagnostic.rules.cause import Cause
from diagnostic.rules.conditions import Condition
from diagnostic.rules.schema import FORMAT

NAME = "compiled.msgpack"
_DIGEST_BYTES = 32


class RuleSet(msgspec.Struct, frozen=True):
    """What every rule says, checked, and the version of the rules: a hash of what is in their files."""

    causes: tuple[Cause, ...]
    conditions: tuple[Condition, ...]
    version: str


class _Kept(msgspec.Struct, frozen=True):
    format: str
    rules: msgspec.Raw


def encode(rules: RuleSet) -> bytes:
    """The file's bytes: a digest, then the rules; folders are named, not located."""
    packed = msgspec.msgpack.encode(rules, enc_hook=lambda folder: folder.name)
    kept = msgspec.msgpack.encode(_Kept(FORMAT, msgspec.Raw(packed)))
    return _digest(kept) + kept


def decode(data: bytes, folder: Path) -> RuleSet | None:
    """The rules of `folder`; None where the file is damaged or of another release."""
    digest, kept = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if _digest(kept) != digest:
        return None

    def place(kind: type, name: Any) -> Path:
        return folder / name

    found = msgspec.msgpack.decode(kept, type=_Kept)
    if found.format != FORMAT:
        return None
    return msgspec.msgpack.decode(found.rules, type=RuleSet, dec_hook=place)


def read(folder: Path) -> RuleSet | None:
    """The compiled form that came with the rules, if it is there and whole."""
    try:
        return decode((folder / NAME).read_bytes(), folder)
    except OSError:
        return None


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).digest()
