"""rules/_facts/dated.toml -> facts that age, each with its source and the day on which it was read."""

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
    """What a source said on a day."""

    value: str
    source: str
    read: date


def read_dated(rules: Path) -> dict[str, DatedFact]:
    """All of them, by name; none if these rules have no such file."""
    path = rules / FILE
    if not path.is_file():
        return {}
    try:
        return msgspec.convert(read_toml(path), dict[str, DatedFact])
    except (ValueError, msgspec.ValidationError) as error:
        raise RuleError(path, str(error)) from None


def fill_in(text: str, path: Path) -> str:
    """The text of a page with values for the names of facts; `path` is its file."""
    rules = path.parent.parent
    return fill(
        text, path, "fact", FILE, lambda: {name: fact.value for name, fact in read_dated(rules).items()}
    )


def find_old(facts: dict[str, DatedFact], today: date) -> list[str]:
    """A warning for each fact that has to be read again."""
    return [
        f"{name} was read {(today - fact.read).days} days ago: read {fact.source} again"
        for name, fact in facts.items()
        if today - fact.read > FRESH
    ]
