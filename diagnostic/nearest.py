"""A paste no rule fits -> the causes whose words it shares most."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import lru_cache

from diagnostic.report import Report
from diagnostic.rules import Cause, Rulebook
from diagnostic.text import CleanText

# Letters and digits, in lower case; all else parts words.
_WORD_BYTES = bytes(byte if chr(byte).isalnum() and byte < 128 else 32 for byte in bytes(range(256)).lower())
_COMMON = frozenset(
    "the and not for with from was that this file line in error traceback most recent call last module "
    "self return raise import none true false you your has have can does are its one more than response request".split()
)
_ENOUGH = 2.5


def _words(text: str) -> set[str]:
    words = text.encode("ascii", "replace").translate(_WORD_BYTES).decode().split()
    return {word for word in words if len(word) > 2 and word[0].isalpha()} - _COMMON


@lru_cache(maxsize=4)
def _index(version: str, causes: tuple[Cause, ...]) -> dict[str, dict[str, float]]:
    spoken = {
        cause.id: _words(" ".join((cause.id.replace("-", " "), cause.title, *cause.aliases, cause.explanation.what)))
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
    index = _index(rulebook.version, tuple(rulebook.causes[id] for id in sorted(rulebook.causes)))
    scores: Counter[str] = Counter()
    for word in _words(clean.text[-4000:]):
        for id, weight in index.get(word, {}).items():
            scores[id] += weight
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:3]
    return tuple(rulebook.causes[id] for id, score in best if score >= _ENOUGH)
