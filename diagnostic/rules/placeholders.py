"""A text with names in double braces -> the text with what they stand for; and the parts of patterns that
several rules share: rules/_shared/pieces.toml, named {{like-this}}.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from diagnostic.paths import read_toml
from diagnostic.rules.errors import RuleError

PIECES = "_shared/pieces.toml"


def fill(text: str, path: Path, kind: str, file: str, read: Callable[[], Mapping[str, str]]) -> str:
    """`path` is where the text stands, `kind` what its names are, `file` where they are looked up; `read`
    gives them. Raises RuleError for a name that is not there.
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
    """The pattern of a rule with its pieces; `path` is the rule's file."""
    return fill(source, path, "piece", PIECES, lambda: _read_pieces(path.parent.parent / PIECES))


def _read_pieces(path: Path) -> dict[str, str]:
    try:
        return msgspec.convert(read_toml(path), dict[str, str])
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise RuleError(path, str(error)) from None
