"""The rules that apply to logs: without the tables that only people's own words need.

A log holds what programs print. An entry that retells an error, such as a logged chat message, shows none of
the program's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeVar

import msgspec

from diagnostic.diagnosis import rulebook
from diagnostic.rules import Rulebook
from diagnostic.rules.conditions import Condition

Key = TypeVar("Key")

# How examples that a person wrote are named (rules/README.md).
_TOLD = ("own-words", "prose", "other-language")
_WORDS_STRENGTH = 1


@cache
def log_rules() -> Rulebook:
    """The rules of this installation that apply to logs; what is compiled is shared with all rules."""
    rules = rulebook()

    def kept(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(condition for condition in conditions if not _is_told(condition, rules))

    def kept_by_key(index: Mapping[Key, Iterable[Condition]]) -> dict[Key, tuple[Condition, ...]]:
        return {key: found for key, conditions in index.items() if (found := kept(conditions))}

    return msgspec.structs.replace(
        rules,
        conditions=kept(rules.conditions),
        by_pattern=kept_by_key(rules.by_pattern),
        by_fact=kept_by_key(rules.by_fact),
    )


def _is_told(condition: Condition, rules: Rulebook) -> bool:
    """Whether all examples that need this table of words were written by people."""
    seen = rules.causes[condition.cause].seen[condition.table]
    return condition.strength == _WORDS_STRENGTH and bool(seen) and all(map(_is_written_by_person, seen))


def _is_written_by_person(example: str) -> bool:
    return example.startswith(_TOLD)
