"""The rules as one checked file, which a wheel carries beside them: a start from it reads no TOML.

A checkout has no such file and reads the folders, so that an edited rule is never used in its old form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from diagnostic.kept import checked, with_digest
from diagnostic.rules.cause import Cause
from diagnostic.rules.conditions import Condition
from diagnostic.rules.schema import FORMAT

NAME = "compiled.msgpack"


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
    return with_digest(msgspec.msgpack.encode(_Kept(FORMAT, msgspec.Raw(packed))))


def decode(data: bytes, folder: Path) -> RuleSet | None:
    """The rules of `folder`; None if the file is damaged or of another release."""
    kept = checked(data)
    if kept is None:
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
