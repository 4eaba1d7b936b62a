"""Conditions by the words that their patterns need: one pass over a text says which of them may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

import re2
from ahocorasick_rs import BytesAhoCorasick

from diagnostic.rules.conditions import OPTIONS, Condition, Pattern
from diagnostic.rules.errors import RuleError
from diagnostic.rules.words import weigh


class WordIndex:
    """Finds conditions at a price that depends on the text and hardly on how many conditions there are.

    A set that tries the patterns themselves costs a state for each way in which thousands of them may go on at once,
    and so does RE2's own filter, which looks for the words with such a set; an automaton of words alone does not.
    """

    def __init__(self, conditions: Iterable[Condition], patterns: Callable[[Condition], tuple[Pattern, ...]]) -> None:
        self._patterns = patterns
        self._conditions: list[Condition] = []
        self._wordless: list[Condition] = []
        for condition in conditions:
            if any(pattern.needs for pattern in patterns(condition)):
                self._conditions.append(condition)
            else:
                _refuse_empty_match(condition, patterns(condition))
                self._wordless.append(condition)

    @cached_property
    def _tables(self) -> tuple[BytesAhoCorasick, dict[int, list[tuple[Condition, list[frozenset[int]]]]]]:
        """The automaton, and for each of its words by number the conditions it leads to, with what else they need."""
        numbers: dict[str, int] = {}
        leads = defaultdict(list)
        for condition in self._conditions:
            needed = {words for pattern in self._patterns(condition) for words in pattern.needs}
            lead, *rest = (frozenset(numbers.setdefault(word, len(numbers)) for word in words) for words in sorted(needed, key=weigh, reverse=True))
            for number in lead:
                leads[number].append((condition, rest))
        return BytesAhoCorasick([word.encode() for word in numbers]), dict(leads)

    def find(self, data: bytes) -> list[Condition]:
        """Conditions whose patterns may occur: all whose patterns do, and few others."""
        automaton, leads = self._tables
        # Case is folded as RE2 does, which takes the Kelvin sign for a k.
        folded = data.lower() if data.isascii() else data.decode("utf-8", "ignore").casefold().encode()
        seen = {number for number, _, _ in automaton.find_matches_as_indexes(folded, overlapping=True)}
        found = [
            condition
            for number in seen & leads.keys()
            for condition, rest in leads[number]
            if not any(words.isdisjoint(seen) for words in rest)
        ]
        return found + self._wordless


def _refuse_empty_match(condition: Condition, patterns: tuple[Pattern, ...]) -> None:
    for pattern in patterns:
        if re2.compile(pattern.source.encode(), OPTIONS).search(b""):
            raise RuleError(f"rules/{condition.cause}/rule.toml", "$.when: a pattern matches the empty text")
