"""What somebody types above the index -> causes that have it as a name, and causes whose errors print it."""

from __future__ import annotations

import re
from functools import cache

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.rules import Cause, without_marks

LONGEST = 200

# Where a frame of a stack stands in its file: line 529 of somebody's code is not a status code.
_PLACE = re.compile(r"(?:\bline |\.\w+:)\d+(?::\d+)?")


def find_named(query: str) -> list[Cause]:
    """Causes that have all words in their id, their other names or their title."""
    words = query.lower().split()
    return [cause for cause in rulebook().causes.values() if all(word in find_words(cause) for word in words)]


def find_printed(query: str) -> list[Cause]:
    """Causes that print this or are known by it, and what the engine makes of it, values of one's own included."""
    sought = _plain(query)
    if not sought:
        return []
    rules = rulebook()
    diagnosed = [finding.cause.id for finding in diagnose(query).findings]
    printed = [id for id, text in _printed().items() if _holds(text, sought)]
    return [rules.causes[id] for id in dict.fromkeys((*diagnosed, *printed))]


@cache
def find_words(cause: Cause) -> str:
    """What the search looks at while somebody types: ids, other names and title."""
    return f"{cause.id} {' '.join(cause.aliases)} {cause.title}".lower()


@cache
def _printed() -> dict[str, str]:
    """Cause -> its examples, and every class, code, type and status code by which a rule knows it."""
    rules = rulebook()
    said = {cause.id: [without_marks(text) for text in cause.examples().values()] for cause in rules.causes.values()}
    for condition in rules.conditions:
        said[condition.cause] += (str(value) for _, values in condition.values for value in values)
    return {id: "\n".join(map(_plain, texts)) for id, texts in said.items()}


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
