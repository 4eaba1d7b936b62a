"""Replaces names in double braces, such as pattern parts that rules share (rules/_shared/pieces.toml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from diagnostic.paths import read_toml
from diagnostic.rules.errors import RuleError

PIECES = "_shared/pieces.toml"


def fill(text: str, path: Path, kind: str, file: str, read: Callable[[], Mapping[str, str]]) -> str:
    """The text with its names replaced. `path` is the text's file, `kind` says what the names are, `read`
    returns their values from `file`. Raises RuleError for an unknown name.
    """
    filled, *named = text.split("{{")
    known: Mapping[str, str] = read() if named else {}
    for part in named:
        name, _, rest = part.partition("}}")
        if name not in known:
            raise RuleError(path, f"there is no {kind} {name!r} in {file}")
        filled += known[name] + rest
    return filled


def fill_pattern(source: str, path: Path) -> str:
    """The pattern of a rule with its shared parts inserted; `path` is the rule's file."""
    return fill(source, path, "piece", PIECES, lambda: _read_pieces(path.parent.parent / PIECES))


def _read_pieces(path: Path) -> dict[str, str]:
    try:
        return msgspec.convert(read_toml(path), dict[str, str])
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise RuleError(path, str(error)) from None
