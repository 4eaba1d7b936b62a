"""The rules that apply to logs: without the tables of people's own words.

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


@cache
def log_rules() -> Rulebook:
    """The rules of this installation that apply to logs; what is compiled is shared with all rules."""
    rules = rulebook()

    def kept(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(condition for condition in conditions if not condition.is_own_words)

    def kept_by_key(index: Mapping[Key, Iterable[Condition]]) -> dict[Key, tuple[Condition, ...]]:
        return {key: found for key, conditions in index.items() if (found := kept(conditions))}

    return msgspec.structs.replace(
        rules,
        conditions=kept(rules.conditions),
        by_pattern=kept_by_key(rules.by_pattern),
        by_fact=kept_by_key(rules.by_fact),
    )
