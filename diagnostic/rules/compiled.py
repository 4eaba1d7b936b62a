"""The compiled rules: one checked file beside the rules in a wheel, so that a start parses no TOML.

A checkout has no such file and reads the folders, so that edited rules are never out of date.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from diagnostic.file_cache import add_checksum, strip_checksum
from diagnostic.rules.cause import Cause
from diagnostic.rules.conditions import Condition
from diagnostic.rules.schema import FORMAT

NAME = "compiled.msgpack"


class RuleSet(msgspec.Struct, frozen=True):
    """The checked content of all rules, and their version: a hash of the files."""

    causes: tuple[Cause, ...]
    conditions: tuple[Condition, ...]
    version: str


class _File(msgspec.Struct, frozen=True):
    format: str
    rules: msgspec.Raw


def encode(rules: RuleSet) -> bytes:
    """The bytes of the file: a checksum, then the rules."""
    return add_checksum(pack(rules))


def decode(data: bytes, folder: Path) -> RuleSet | None:
    """The rules of `folder`, or None if the file is damaged or from another release."""
    packed = strip_checksum(data)
    return None if packed is None else unpack(packed, folder)


def pack(rules: RuleSet) -> bytes:
    """The rules without a checksum. Folders are stored by name, without their path."""
    packed = msgspec.msgpack.encode(rules, enc_hook=lambda folder: folder.name)
    return msgspec.msgpack.encode(_File(FORMAT, msgspec.Raw(packed)))


def unpack(data: bytes | memoryview, folder: Path) -> RuleSet | None:
    """The rules of `folder`, or None if they were packed by another release."""

    @cache
    def place(kind: type, name: Any) -> Path:
        return folder / name

    found = msgspec.msgpack.decode(data, type=_File)
    if found.format != FORMAT:
        return None
    return msgspec.msgpack.decode(found.rules, type=RuleSet, dec_hook=place)


def read(folder: Path) -> RuleSet | None:
    """The compiled rules, or None if they are missing or damaged."""
    try:
        return decode((folder / NAME).read_bytes(), folder)
    except OSError:
        return None
