"""Text that no rule matches -> the causes with that name, or with the most similar errors and pages."""

from __future__ import annotations

import hashlib
import math
import os
from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import msgspec

from diagnostic.kept import keep
from diagnostic.paths import RULES
from diagnostic.report import Report
from diagnostic.rules import Cause, Rulebook
from diagnostic.rules.folder import SHARED
from diagnostic.search import find_printed, find_words, plain_words
from diagnostic.text import CleanText

# Lower-cases ASCII and blanks what is not part of a word; on bytes, because it runs over all examples.
_WORD_BYTES = bytes(
    32 if byte < 128 and not (chr(byte).isalnum() or chr(byte) == "_") else byte
    for byte in bytes(range(256)).lower()
)
_COMMON = frozenset(
    "a an and for from in is it not of on or that the this to was with error request response".split()
)
_COMMON_SHARE = 0.3  # of the causes; a word that more of them use distinguishes none
_NEXT_BEST_COUNTS = 0.5  # several similar texts of a cause count more than one
_ENOUGH, _ENOUGH_OF_CLAUDE = 2.5, 1.0  # minimum similarity; anything less is chance
_LONGEST = 200  # characters; longer text is neither a name nor a single line of an error
_MOST_THAT_SHARE_IT = 12  # causes; what more of them print distinguishes none
_READ_AT_MOST = 4000  # characters from the end, where the final error is
_MOST = 5


def find_nearest(clean: CleanText, report: Report, rulebook: Rulebook) -> tuple[Cause, ...]:
    """Up to five causes, most similar first; empty if none is similar enough."""
    if report.vendor is not None and report.vendor.value == "other":
        return ()
    is_claude = report.vendor is not None and report.vendor.is_claude
    enough = _ENOUGH_OF_CLAUDE if is_claude else _ENOUGH
    near = _find_alike(clean.text, rulebook, enough) or _find_by_name(clean.text, rulebook)
    return tuple(rulebook.causes[id] for id in near[:_MOST])


def _find_by_name(text: str, rulebook: Rulebook) -> list[str]:
    """Causes with this name, then causes that print it; tried with the whole text and with what follows its
    first colon.
    """
    said = " ".join(text.lower().split())
    ways = [way for way in (said, said.partition(": ")[2]) if _words(way) - _COMMON]
    if len(text) > _LONGEST or not ways:
        return []
    printed = next(filter(None, (find_printed(way, rulebook) for way in ways)), [])
    groups = (*(_find_called(way, rulebook) for way in ways), printed)
    named = [cause.id for group in groups if len(group) <= _MOST_THAT_SHARE_IT for cause in group]
    return [*dict.fromkeys(named)]


def _find_called(said: str, rulebook: Rulebook) -> list[Cause]:
    words = _words(said)
    named = [cause for cause in rulebook.causes.values() if words <= _words(find_words(cause))]
    return sorted(
        named,
        key=lambda cause: (said not in (cause.id, *map(str.lower, cause.aliases)), cause.broader is not None),
    )


def _names(text: str) -> list[str]:
    """The names, words and status codes in lower case, in text order."""
    names = text.encode().translate(_WORD_BYTES).decode().split()
    return [name for name in names if not name.isdigit() or len(name) == 3]


def _words(text: str) -> set[str]:
    """The names, the parts of compound names, and each character of scripts without spaces."""
    words: set[str] = set()
    for name in _names(text):
        words.add(name)
        words.update(name.split("_") if name.isascii() else name)
    return words


def _terms(text: str) -> set[str]:
    """The words and the pairs of adjacent names."""
    names = _names(text)
    return _words(text) | {f"{first} {second}" for first, second in zip(names, names[1:], strict=False)}


class _Index(msgspec.Struct, frozen=True):
    """Inverted index of each cause's real outputs, names and explanation.

    A hundred thousand terms take two megabytes as arrays, and forty as objects. For term number n, `terms[n]`
    is its digest (ascending), `rareness[n]` its weight in any text, and `texts[first[n]:first[n+1]]` are the
    texts that contain it.
    """

    owners: list[str]  # cause of each text
    lengths: bytes  # norm of each text: square root of its squared weights, f
    terms: bytes  # Q
    rareness: bytes  # f
    first: bytes  # I
    texts: bytes  # H


def _digest(term: str) -> int:
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=2)  # a server has one rulebook; a reload adds a second
def _index(version: str, causes: tuple[Cause, ...]) -> _Index:
    """The index, built once for each version of the rules and examples."""
    files = [RULES / SHARED / "search.toml", Path(__file__)]
    sources = [*files, *(path for cause in causes for path in _told_in(cause.folder))]
    made = keep("nearest", sources, lambda: msgspec.msgpack.encode(_make_index(causes)))
    return msgspec.msgpack.decode(made, type=_Index)


def _told_in(folder: Path) -> list[str]:
    examples = folder / "examples"
    found = sorted(entry.path for entry in os.scandir(examples)) if examples.is_dir() else []
    return [f"{folder}/rule.toml", f"{folder}/explanation.md", *found]


def _make_index(causes: tuple[Cause, ...]) -> _Index:
    said = [
        (cause.id, _terms(text))
        for cause in causes
        for text in (
            *(example.text for example in cause.examples()),
            " ".join((find_words(cause), *plain_words().of.get(cause.id, ()))),
            f"{cause.title} {cause.explanation.what} {cause.explanation.why}",
        )
    ]
    users: defaultdict[str, set[str]] = defaultdict(set)
    for id, terms in said:
        for term in terms:
            users[term].add(id)
    rareness = {
        term: math.log(1 + len(causes) / len(ids))
        for term, ids in users.items()
        if len(ids) <= _COMMON_SHARE * len(causes)
    }
    texts: defaultdict[str, list[int]] = defaultdict(list)
    lengths = array("f")
    for number, (_, terms) in enumerate(said):
        rare = terms & rareness.keys()
        lengths.append(math.sqrt(sum(rareness[term] ** 2 for term in sorted(rare))))
        for term in rare:
            texts[term].append(number)
    ordered = sorted((_digest(term), term) for term in texts)
    first, numbers = array("I", [0]), array("H")
    for _, term in ordered:
        numbers.extend(texts[term])
        first.append(len(numbers))
    weights = array("f", (rareness[term] ** 2 for _, term in ordered))
    digests = array("Q", (digest for digest, _ in ordered))
    return _Index(
        [id for id, _ in said],
        lengths.tobytes(),
        digests.tobytes(),
        weights.tobytes(),
        first.tobytes(),
        numbers.tobytes(),
    )


def _find_alike(text: str, rulebook: Rulebook, enough: float) -> list[str]:
    """The causes most similar to this text by cosine similarity of weighted terms, best first."""
    index = _index(rulebook.version, tuple(rulebook.causes[id] for id in sorted(rulebook.causes)))
    terms, weights = memoryview(index.terms).cast("Q"), memoryview(index.rareness).cast("f")
    first, texts = memoryview(index.first).cast("I"), memoryview(index.texts).cast("H")
    lengths = memoryview(index.lengths).cast("f")
    scores = [0.0] * len(index.owners)
    for digest in sorted(map(_digest, _terms(text[-_READ_AT_MOST:]))):
        at = bisect_left(terms, digest)
        if at < len(terms) and terms[at] == digest:
            for number in texts[first[at] : first[at + 1]]:
                scores[number] += weights[at] / lengths[number]
    by_cause: defaultdict[str, list[float]] = defaultdict(list)
    for id, score in zip(index.owners, scores, strict=True):
        by_cause[id].append(score)
    likeness = {
        id: sum(score * _NEXT_BEST_COUNTS**rank for rank, score in enumerate(sorted(own, reverse=True)[:3]))
        for id, own in by_cause.items()
    }
    best = sorted(likeness, key=lambda id: (-likeness[id], id))[:_MOST]
    return [id for id in best if likeness[id] >= enough]
