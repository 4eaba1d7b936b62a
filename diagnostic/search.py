"""A few words somebody types -> causes that have them as a name, and causes whose errors print them."""

from __future__ import annotations

from functools import cache, lru_cache

import re2

from diagnostic.rules import Cause, Condition, Rulebook

# Where a frame of a stack stands in its file: line 529 of somebody's code is not a status code.
_PLACE = re2.compile(r"(?:\bline |\.\w+:)\d+(?::\d+)?")


def find_named(query: str, rules: Rulebook) -> list[Cause]:
    """Causes that have all words in their id, their other names or their title."""
    words = query.lower().split()
    return [cause for cause in rules.causes.values() if all(word in find_words(cause) for word in words)]


def find_printed(query: str, rules: Rulebook) -> list[Cause]:
    """Causes that print this as it stands or are known by it; first those of whose real outputs most print it."""
    sought = _plain(query)
    if not sought:
        return []
    shares = []
    for id, (texts, known_by) in _printed(tuple(rules.causes.values()), rules.conditions).items():
        count = sum(_holds(text, sought) for text in texts)
        if count or _holds(known_by, sought):
            shares.append((-count / max(1, len(texts)), id))
    return [rules.causes[id] for _, id in sorted(shares)]


@cache
def find_words(cause: Cause) -> str:
    """What the search looks at while somebody types: ids, other names and title."""
    return f"{cause.id} {' '.join(cause.aliases)} {cause.title}".lower()


@lru_cache(maxsize=4)
def _printed(
    causes: tuple[Cause, ...], conditions: tuple[Condition, ...]
) -> dict[str, tuple[list[str], str]]:
    """Cause -> its examples, and every class, code, type and status code by which a rule knows it."""
    known_by: dict[str, list[str]] = {cause.id: [] for cause in causes}
    for condition in conditions:
        known_by[condition.cause] += (
            str(value).lower() for _, values in condition.values for value in values
        )
    return {
        cause.id: (
            [_plain(example.text) for example in cause.examples()],
            "\n".join(known_by[cause.id]),
        )
        for cause in causes
    }


def _plain(text: str) -> str:
    return " ".join(_PLACE.sub("", text.lower()).split())


def _holds(text: str, sought: str) -> bool:
    """Is it there as whole words? 529 is not in a request id."""
    at = text.find(sought)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(sought) : at + len(sought) + 1]
        if not (before.isalnum() and sought[0].isalnum()) and not (after.isalnum() and sought[-1].isalnum()):
            return True
        at = text.find(sought, at + 1)
    return False
