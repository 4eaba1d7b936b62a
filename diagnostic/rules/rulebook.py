"""rules/ -> Rulebook: every cause, and the indexes through which a paste finds its conditions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import re2

from diagnostic.paths import RULES
from diagnostic.rules.captures import FACTS
from diagnostic.rules.cause import Cause
from diagnostic.rules.conditions import Condition, compile_conditions
from diagnostic.rules.errors import RuleError
from diagnostic.rules.folder import read_folder
from diagnostic.rules.index import WordIndex
from diagnostic.rules.snapshot import Snapshot, find_snapshot, hash_rules, keep_snapshot

@dataclass(frozen=True)
class Rulebook:
    """All causes by id, what leads to them, and how they are found."""

    causes: dict[str, Cause]
    aliases: dict[str, str]
    overrides: dict[str, frozenset[str]]  # cause -> all causes it is preferred to
    special_cases: dict[str, tuple[str, ...]]  # broader cause -> ids
    conditions: tuple[Condition, ...]
    by_text: WordIndex
    by_message: WordIndex
    by_fact: dict[tuple[str, object], tuple[Condition, ...]]
    version: str


def load_rules(folder: Path = RULES) -> Rulebook:
    """Reads and checks every rule, or takes them as they were read before; raises RuleError on the first fault."""
    known = find_snapshot(folder)
    if known is None:
        known = _read_rules(folder)
        keep_snapshot(folder, known)
    return build_rulebook({cause.id: cause for cause in known.causes}, known.conditions, known.version)


def _read_rules(folder: Path) -> Snapshot:
    read = [read_folder(path.parent) for path in sorted(folder.glob("*/rule.toml"))]
    if not read:
        raise RuleError(folder, "there are no rules here")
    conditions = tuple(
        condition
        for cause, tables in read
        for number, table in enumerate(tables)
        for condition in compile_conditions(cause.id, cause.folder / "rule.toml", number, table)
    )
    return Snapshot(tuple(cause for cause, _ in read), conditions, hash_rules(folder))


def build_rulebook(causes: dict[str, Cause], conditions: tuple[Condition, ...], version: str) -> Rulebook:
    """Checks what rules say of one another and builds the indexes."""
    _check_links(causes)
    _check_headlines(causes, conditions)
    by_text, by_message = [], []
    by_fact: dict[tuple[str, object], list[Condition]] = defaultdict(list)
    for condition in conditions:
        if condition.text:
            by_text.append(condition)
        elif condition.api_message:
            by_message.append(condition)
        else:
            name, values = condition.values[0]
            for value in values:
                by_fact[name, value].append(condition)
    special = defaultdict(list)
    for cause in causes.values():
        if cause.broader:
            special[cause.broader].append(cause.id)
    return Rulebook(
        causes=causes,
        aliases=_index_aliases(causes),
        overrides={id: _beaten(causes, id) for id in causes},
        special_cases={id: tuple(sorted(ids)) for id, ids in special.items()},
        conditions=conditions,
        by_text=WordIndex(by_text, lambda condition: condition.text),
        by_message=WordIndex(by_message, lambda condition: condition.api_message),
        by_fact={key: tuple(found) for key, found in by_fact.items()},
        version=version,
    )


def _check_links(causes: dict[str, Cause]) -> None:
    for cause in causes.values():
        place = cause.folder / "rule.toml"
        for field, ids in (("related", cause.related), ("overrides", cause.overrides), ("broader", (cause.broader,))):
            for other in ids:
                if other is not None and (other not in causes or other == cause.id):
                    raise RuleError(place, f"$.{field}: there is no other cause {other!r}")
        _beaten(causes, cause.id)


def _beaten(causes: dict[str, Cause], id: str) -> frozenset[str]:
    found, open_ids = set(), [id]
    while open_ids:
        cause = causes[open_ids.pop()]
        for other in (*cause.overrides, *((cause.broader,) if cause.broader else ())):
            if other == id:
                raise RuleError(causes[id].folder / "rule.toml", "$.overrides: goes round in a circle")
            if other not in found:
                found.add(other)
                open_ids.append(other)
    return frozenset(found)


def headline_names(headline: str) -> list[str]:
    """The names between braces of a headline."""
    return [name.decode() for name in re2.findall(rb"\{(\w+)\}", headline.encode())]


def _check_headlines(causes: dict[str, Cause], conditions: tuple[Condition, ...]) -> None:
    groups = defaultdict(set)
    for condition in conditions:
        for pattern in condition.text + condition.api_message:
            groups[condition.cause].update(pattern.groups)
    for cause in causes.values():
        named = set(headline_names(cause.headline or ""))
        place = cause.folder / "rule.toml"
        if unknown := named - groups[cause.id] - FACTS:
            raise RuleError(place, f"$.headline: nothing captures {', '.join(sorted(unknown))}")
        if unused := groups[cause.id] - named:
            raise RuleError(place, f"$.when: the headline does not use the capture {', '.join(sorted(unused))}")


def _index_aliases(causes: dict[str, Cause]) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for cause in causes.values():
        for alias in cause.aliases:
            if alias in causes or aliases.setdefault(alias, cause.id) != cause.id:
                raise RuleError(cause.folder / "rule.toml", f"$.aliases: {alias!r} is taken")
    return aliases
