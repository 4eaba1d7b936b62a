"""Text that no rule matches -> the causes whose conditions hold for words that show no event, the causes with
that name, or with the most similar errors and pages; one of them, if a person's own words leave no doubt.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

import msgspec

from diagnostic import stems
from diagnostic.digests import blake2b
from diagnostic.file_cache import cached
from diagnostic.matching import ConditionHit
from diagnostic.paths import RULES
from diagnostic.report import Report
from diagnostic.rules import Cause, Rulebook
from diagnostic.rules.examples import list_examples
from diagnostic.rules.folder import SHARED
from diagnostic.search import find_printed, plain_words, searchable_text
from diagnostic.stems import is_spaceless, names_of, stem, stemmed
from diagnostic.text import CleanText
from diagnostic.told import find_cause

_STOP_WORDS = frozenset(
    "a an and for from in is it not of on or that the this to was with error request response".split()
)
# Names that show that a text is about Claude even if it contains no program output.
_CLAUDE_NAMES = frozenset("claude anthropic".split())
_MAX_TERM_SHARE = 0.3  # of the causes; a term that more of them use distinguishes none of them
_RANK_DECAY = 0.5  # the second most similar text of a cause counts half, the third a quarter
_MIN_SIMILARITY, _MIN_SIMILARITY_OF_CLAUDE = 2.5, 1.0  # minimum similarity; anything less is chance
_MAX_NAME_LENGTH = 200  # characters; a longer text is neither a name nor a single line
_MAX_CAUSES_PER_NAME = 12  # a name that leads to more causes distinguishes none of them
_MAX_QUERY_CHARS = 4000  # characters from the end, where the final error is
_MAX_RESULTS = 5
# A person's own words lead to one cause only if they are much more similar to it than to any other.
_MIN_SIMILARITY_OF_OWN_WORDS, _MIN_LEAD_OF_OWN_WORDS = 4.0, 1.3
# A line of a few words about an error of Claude's means one of the causes.
_MIN_SIMILARITY_OF_TYPED_WORDS, _MIN_LEAD_OF_TYPED_WORDS = 1.7, 1.15
# What a condition that holds adds to the similarity, by its strength: a sentence most; words that many errors
# share say more than a lone status.
_HIT_WEIGHTS = {5: 4.0, 4: 4.0, 3: 2.0, 2: 0.5, 1: 1.5}
# What everyday words add to the similarity of the cause that they mean first; half of it to the second.
_PLAIN_WORDS_WEIGHT = 1.5
_TOLD_WEIGHT = 2.0  # what it adds that words say what happened, and to what


def find_nearest(
    clean: CleanText, report: Report, rulebook: Rulebook, hits: Iterable[ConditionHit] = ()
) -> tuple[Cause, ...]:
    """Up to five causes, most similar first; empty if none is similar enough. `hits`: the conditions that
    hold, although nobody is known to have encountered what they show.
    """
    is_named = not _CLAUDE_NAMES.isdisjoint(names_of(clean.text))
    held = _weights_of(hits)
    is_bare_line = not is_named and len(clean.text) <= _MAX_NAME_LENGTH  # found by name instead
    for id, weight in () if is_bare_line else _weights_of_own_words(clean.text):
        held[id] = held.get(id, 0.0) + weight
    if report.is_of_other_vendor:
        # Similar words are the other vendor's, unless they are beside Claude's name and a rule knows them.
        ids = sorted(held, key=lambda id: (-held[id], id)) if is_named else []
        return tuple(rulebook.causes[id] for id in ids[:_MAX_RESULTS])
    is_claude = is_named or (report.vendor is not None and report.vendor.is_claude)
    min_similarity = _MIN_SIMILARITY_OF_CLAUDE if is_claude else _MIN_SIMILARITY
    ids = _most_similar(clean.text, rulebook, min_similarity, held) or _find_by_name(clean.text, rulebook)
    return tuple(rulebook.causes[id] for id in ids[:_MAX_RESULTS])


def find_similar(clean: CleanText, rulebook: Rulebook) -> str | None:
    """The id of the cause whose outputs and pages these words resemble far more than those of any other; None
    if there is none.
    """
    (best, id), *others = _similarities(clean.text, rulebook, {})
    leads = all(best >= _MIN_LEAD_OF_OWN_WORDS * other for other, _ in others)
    return id if leads and best >= _MIN_SIMILARITY_OF_OWN_WORDS else None


def find_meant(clean: CleanText, rulebook: Rulebook) -> str | None:
    """The id of the cause that a few typed words about Claude resemble most; None if there is none."""
    weights: dict[str, float] = {}
    for id, weight in _weights_of_own_words(clean.text):
        weights[id] = weights.get(id, 0.0) + weight
    (best, id), (second, other), *_ = _similarities(clean.text, rulebook, weights)
    are_related = other in rulebook.causes[id].related or id in rulebook.causes[other].related
    leads = are_related or best >= _MIN_LEAD_OF_TYPED_WORDS * second
    return id if leads and best >= _MIN_SIMILARITY_OF_TYPED_WORDS else None


def _weights_of(hits: Iterable[ConditionHit]) -> dict[str, float]:
    """Cause -> the weight of its strongest condition that holds."""
    weights: dict[str, float] = {}
    for hit in hits:
        cause = hit.condition.cause
        weights[cause] = max(weights.get(cause, 0.0), _HIT_WEIGHTS[hit.strength])
    return weights


def _weights_of_own_words(text: str) -> Iterator[tuple[str, float]]:
    """The causes that a person's words mean, with the weights of their words."""
    if told := find_cause(text[-_MAX_QUERY_CHARS:], is_of_claude=True):
        yield told, _TOLD_WEIGHT
    yield from _weights_of_plain_words(text)


def _weights_of_plain_words(text: str) -> Iterator[tuple[str, float]]:
    """The causes that everyday words of the text mean, with the weight of the words that mean them best."""
    said = stemmed(text[-_MAX_QUERY_CHARS:])
    for id, ranks in _stemmed_plain_words().items():
        if said_ranks := [rank for words, rank in ranks.items() if words in said]:
            yield id, _PLAIN_WORDS_WEIGHT / (1 + min(said_ranks))


@cache
def _stemmed_plain_words() -> dict[str, dict[str, int]]:
    return {
        id: {stemmed(words): rank for words, rank in ranks.items()}
        for id, ranks in plain_words().by_cause.items()
    }


def _find_by_name(text: str, rulebook: Rulebook) -> list[str]:
    """Causes with this name, then causes that print it; tried with the whole text and with what follows its
    first colon.
    """
    query = " ".join(text.lower().split())
    variants = [variant for variant in (query, query.partition(": ")[2]) if _words(variant) - _STOP_WORDS]
    if len(text) > _MAX_NAME_LENGTH or not variants:
        return []
    printed = next(filter(None, (find_printed(variant, rulebook) for variant in variants)), [])
    groups = (*(_causes_named(variant, rulebook) for variant in variants), printed)
    named = [cause.id for group in groups if len(group) <= _MAX_CAUSES_PER_NAME for cause in group]
    return [*dict.fromkeys(named)]


def _causes_named(name: str, rulebook: Rulebook) -> list[Cause]:
    words = _words(name)
    named = [cause for cause in rulebook.causes.values() if words <= _words(searchable_text(cause))]
    return sorted(
        named,
        key=lambda cause: (name not in (cause.id, *map(str.lower, cause.aliases)), cause.broader is not None),
    )


def _words(text: str) -> set[str]:
    """The names, the parts of compound names, and each character of scripts without spaces."""
    return _words_of(names_of(text))


def _words_of(names: list[str]) -> set[str]:
    words: set[str] = set()
    for name in names:
        words.add(name)
        words.update(name if is_spaceless(name) else name.split("_"))
    return words


def _terms(text: str) -> set[str]:
    """The words and the pairs of adjacent names, without the endings of English; of a script without spaces
    also the pairs of adjacent characters.
    """
    names = [stem(name) for name in names_of(text)]
    pairs = {f"{first} {second}" for first, second in zip(names, names[1:], strict=False)}
    spaceless = (name for name in names if is_spaceless(name))
    pairs.update(name[at : at + 2] for name in spaceless for at in range(len(name) - 1))
    return _words_of(names) | pairs


class _Index(msgspec.Struct, frozen=True):
    """Inverted index of each cause's real outputs, names and explanation.

    Packed arrays, because a hundred thousand terms take two megabytes this way and forty as objects. For term
    number n, `terms[n]` is its digest (ascending), `idf[n]` its squared inverse document frequency, and
    `postings[offsets[n]:offsets[n+1]]` are the numbers of the texts that contain it.
    """

    causes: list[str]  # cause of each text
    norms: bytes  # norm of each text: square root of its squared weights, f
    terms: bytes  # Q
    idf: bytes  # f
    offsets: bytes  # I
    postings: bytes  # H


def _digest(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=2)  # a server has one rulebook; a reload adds a second
def _index(version: str, causes: tuple[Cause, ...]) -> _Index:
    """The index, built once for each version of the rules and examples."""
    files = [RULES / SHARED / "search.toml", Path(__file__), Path(stems.__file__)]
    sources = [*files, *(path for cause in causes for path in _source_files(cause.folder))]
    packed = cached("nearest", sources, lambda: msgspec.msgpack.encode(_make_index(causes)))
    return msgspec.msgpack.decode(packed, type=_Index)


def _source_files(folder: Path) -> list[str]:
    return [f"{folder}/rule.toml", f"{folder}/explanation.md", *list_examples(folder)]


def _texts_of(cause: Cause) -> tuple[str, ...]:
    """The texts by which a cause is found: its outputs, its names, and its explanation."""
    names = " ".join((searchable_text(cause), *plain_words().by_cause.get(cause.id, ())))
    explanation = f"{cause.title} {cause.explanation.what} {cause.explanation.why}"
    return (
        *(example.text for example in cause.examples()),
        names,
        " ".join((explanation, *(step.title for step in cause.steps))),
    )


def _inverse_frequencies(documents: list[tuple[str, set[str]]], cause_count: int) -> dict[str, float]:
    """The inverse document frequency of each term, without terms that too many causes use."""
    causes_by_term: defaultdict[str, set[str]] = defaultdict(set)
    for id, terms in documents:
        for term in terms:
            causes_by_term[term].add(id)
    return {
        term: math.log(1 + cause_count / len(ids))
        for term, ids in causes_by_term.items()
        if len(ids) <= _MAX_TERM_SHARE * cause_count
    }


def _make_index(causes: tuple[Cause, ...]) -> _Index:
    documents = [(cause.id, _terms(text)) for cause in causes for text in _texts_of(cause)]
    idf = _inverse_frequencies(documents, len(causes))
    postings: defaultdict[str, list[int]] = defaultdict(list)
    norms = array("f")
    for number, (_, terms) in enumerate(documents):
        indexed = terms & idf.keys()
        norms.append(math.sqrt(sum(idf[term] ** 2 for term in sorted(indexed))))
        for term in indexed:
            postings[term].append(number)
    ordered = sorted((_digest(term), term) for term in postings)
    offsets, numbers = array("I", [0]), array("H")
    for _, term in ordered:
        numbers.extend(postings[term])
        offsets.append(len(numbers))
    weights = array("f", (idf[term] ** 2 for _, term in ordered))
    digests = array("Q", (digest for digest, _ in ordered))
    return _Index(
        [id for id, _ in documents],
        norms.tobytes(),
        digests.tobytes(),
        weights.tobytes(),
        offsets.tobytes(),
        numbers.tobytes(),
    )


def _most_similar(text: str, rulebook: Rulebook, min_similarity: float, held: dict[str, float]) -> list[str]:
    """The causes that are similar to this text, best first."""
    return [id for similarity, id in _similarities(text, rulebook, held) if similarity >= min_similarity]


def _similarities(text: str, rulebook: Rulebook, held: dict[str, float]) -> list[tuple[float, str]]:
    """The five causes most similar to this text by cosine similarity of weighted terms, best first; `held` is
    added to the similarity.
    """
    index = _index(rulebook.version, tuple(rulebook.causes[id] for id in sorted(rulebook.causes)))
    terms, weights = memoryview(index.terms).cast("Q"), memoryview(index.idf).cast("f")
    offsets, postings = memoryview(index.offsets).cast("I"), memoryview(index.postings).cast("H")
    norms = memoryview(index.norms).cast("f")
    scores = [0.0] * len(index.causes)
    for digest in sorted(map(_digest, _terms(text[-_MAX_QUERY_CHARS:]))):
        at = bisect_left(terms, digest)
        if at < len(terms) and terms[at] == digest:
            for number in postings[offsets[at] : offsets[at + 1]]:
                scores[number] += weights[at] / norms[number]
    by_cause: defaultdict[str, list[float]] = defaultdict(list)
    for id, score in zip(index.causes, scores, strict=True):
        by_cause[id].append(score)
    similarity = {
        id: held.get(id, 0.0)
        + sum(score * _RANK_DECAY**rank for rank, score in enumerate(sorted(text_scores, reverse=True)[:3]))
        for id, text_scores in by_cause.items()
    }
    best = sorted(similarity, key=lambda id: (-similarity[id], id))[:_MAX_RESULTS]
    return [(similarity[id], id) for id in best]
