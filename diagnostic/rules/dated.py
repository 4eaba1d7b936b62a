"""rules/_facts/dated.toml -> facts that become outdated, each with its source and the day it was checked."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec

from diagnostic.paths import read_toml
from diagnostic.rules.errors import RuleError
from diagnostic.rules.placeholders import fill

FILE = "_facts/dated.toml"
FRESH = timedelta(days=90)


class DatedFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fact as a source stated it on a day."""

    value: str
    source: str
    read: date


def read_dated(rules: Path) -> dict[str, DatedFact]:
    """All dated facts by name; empty if these rules have no such file."""
    path = rules / FILE
    if not path.is_file():
        return {}
    try:
        return msgspec.convert(read_toml(path), dict[str, DatedFact])
    except (ValueError, msgspec.ValidationError) as error:
        raise RuleError(path, str(error)) from None


def fill_in(text: str, path: Path) -> str:
    """The text of a page with its placeholders replaced by facts; `path` is its file."""
    rules = path.parent.parent
    return fill(
        text, path, "fact", FILE, lambda: {name: fact.value for name, fact in read_dated(rules).items()}
    )


def find_old(facts: dict[str, DatedFact], today: date) -> list[str]:
    """A warning for each fact that is due to be checked again."""
    return [
        f"{name} was read {(today - fact.read).days} days ago: read {fact.source} again"
        for name, fact in facts.items()
        if today - fact.read > FRESH
    ]
