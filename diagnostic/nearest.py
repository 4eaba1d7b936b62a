"""A paste no rule fits -> the causes that are called so, that print it, and whose words it shares most."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import lru_cache

from diagnostic.report import Report
from diagnostic.rules import Cause, Rulebook
from diagnostic.search import find_printed, find_words
from diagnostic.text import CleanText

# Letters and digits, in lower case; all else parts words.
_WORD_BYTES = bytes(byte if chr(byte).isalnum() and byte < 128 else 32 for byte in bytes(range(256)).lower())
_COMMON = frozenset(
    "the and not for with from was that this file line in error traceback most recent call last module self"
    " return raise import none true false you your has have can does are its one more than response request".split()
)
_ENOUGH = 2.5
_LONGEST = 200  # characters; more is no name, and no single line of an error
_MIN_DISTINCTIVE_LENGTH = 12  # causes; what more of them print tells none apart
_MOST = 3


def _words(text: str) -> set[str]:
    words = text.encode("ascii", "replace").translate(_WORD_BYTES).decode().split()
    return {word for word in words if len(word) > 2 and word[0].isalpha()} - _COMMON


@lru_cache(maxsize=4)
def _index(version: str, causes: tuple[Cause, ...]) -> dict[str, dict[str, float]]:
    spoken = {
        cause.id: _words(
            " ".join((cause.id.replace("-", " "), cause.title, *cause.aliases, cause.explanation.what))
        )
        for cause in causes
    }
    seen = Counter(word for words in spoken.values() for word in words)
    index: dict[str, dict[str, float]] = defaultdict(dict)
    for id, words in spoken.items():
        for word in words:
            index[word][id] = math.log(1 + len(causes) / seen[word]) / math.sqrt(len(words))
    return index


def find_nearest(clean: CleanText, report: Report, rulebook: Rulebook) -> tuple[Cause, ...]:
    """Up to three causes, nearest first; none where nothing of the paste is near."""
    if report.vendor is not None and report.vendor.value == "other":
        return ()
    near = dict.fromkeys(
        (*_find_as_said(clean.text, rulebook), *_find_by_words(clean.text[-4000:], rulebook))
    )
    return tuple(rulebook.causes[id] for id in [*near][:_MOST])


def _find_as_said(text: str, rulebook: Rulebook) -> list[str]:
    """Causes that have these words as a name, then those that print them: the whole text, or what follows
    its first colon.
    """
    said = " ".join(text.lower().split())
    ways = [way for way in (said, said.partition(": ")[2]) if _words(way)]
    if len(text) > _LONGEST or not ways:
        return []
    printed = next(filter(None, (find_printed(way, rulebook) for way in ways)), [])
    groups = (*(_find_called(way, rulebook) for way in ways), printed)
    return [cause.id for group in groups if len(group) <= _MIN_DISTINCTIVE_LENGTH for cause in group]


def _find_called(said: str, rulebook: Rulebook) -> list[Cause]:
    words = _words(said)
    named = [cause for cause in rulebook.causes.values() if words <= _words(find_words(cause))]
    return sorted(
        named,
        key=lambda cause: (said not in (cause.id, *map(str.lower, cause.aliases)), cause.broader is not None),
    )


def _find_by_words(text: str, rulebook: Rulebook) -> list[str]:
    index = _index(rulebook.version, tuple(rulebook.causes[id] for id in sorted(rulebook.causes)))
    scores: defaultdict[str, float] = defaultdict(float)
    for word in _words(text):
        for id, weight in index.get(word, {}).items():
            scores[id] += weight
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return [id for id, score in best if score >= _ENOUGH]
