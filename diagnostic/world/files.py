"""A TOML file of rules/_clients or rules/_vendors -> its checked table; an error names file and field."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import re2

from diagnostic.paths import read_toml
from diagnostic.patterns import OPTIONS
from diagnostic.world.edges import find_accident

# strong: only this one prints it; weak: others print it too; named: the text only names it.
Strength = Literal["strong", "weak", "named"]


class DataFileError(ValueError):
    """A data file is invalid; the message names the file and the field."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a data file; unknown keys are errors."""


class SignTable(Table, frozen=True, kw_only=True):
    """RE2 patterns for one thing, each alternative on its own line, and their strength as evidence."""

    strength: Strength
    patterns: list[str]


File = TypeVar("File", bound=Table)


def read_table(path: Path, kind: type[File]) -> File:
    """Reads one file. Raises DataFileError."""
    try:
        return msgspec.convert(read_toml(path), kind)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise DataFileError(path, str(error)) from None


def join_signs(path: Path, tables: list[SignTable]) -> dict[Strength, str]:
    """Strength -> one pattern that matches every sign of that strength. Raises DataFileError."""
    joined: dict[Strength, str] = {}
    for number, table in enumerate(tables):
        place = f"$.signs[{number}]"
        if table.strength in joined:
            raise DataFileError(path, f"{place}.strength: {table.strength!r} has a table already")
        check_patterns(path, place, table.patterns)
        joined[table.strength] = join_patterns(table.patterns)
    return joined


def join_patterns(sources: list[str]) -> str:
    """One pattern that matches whatever any of them matches."""
    return "|".join(f"(?:{source})" for source in sources)


def check_patterns(path: Path, place: str, sources: list[str]) -> None:
    """Raises DataFileError if a pattern is invalid or would match by accident."""
    if not sources:
        raise DataFileError(path, f"{place}.patterns: name at least one")
    for at, source in enumerate(sources):
        field = f"{place}.patterns[{at}]"
        try:
            re2.Set.SearchSet(OPTIONS).Add(source.encode())
        except re2.error:
            raise DataFileError(path, f"{field}: {source!r} is not an RE2 pattern") from None
        if accident := find_accident(source):
            raise DataFileError(path, f"{field}: {source!r} {accident}")
