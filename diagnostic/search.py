"""A few typed words -> causes, best first: by name, by everyday words, and by what their errors print."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec
import re2

from diagnostic.file_cache import cached
from diagnostic.paths import RULES, read_toml
from diagnostic.rules import Cause, Condition, Rulebook
from diagnostic.rules.examples import list_examples
from diagnostic.rules.folder import SHARED

# A position in a file: line 529 of a stack frame is not a status code.
_SOURCE_POSITION = re2.compile(r"(?:\bline |\.\w+:)\d+(?::\d+)?")
_WORD = re2.compile(r"[a-z0-9]+")
# Must agree with static/search.js, which ranks while the user types.
_IS_ID, _IS_NAME, _IS_PLAIN, _IN_PLAIN, _RANK_COSTS = 100, 40, 90, 30, 8
_WHOLE_WORD, _WORD_BEGINS = 6, 3
_MAX_SUGGESTIONS = 5
_MAX_MOST_ASKED = 8


class _SearchFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, list[str]]
    posts: dict[str, int]


class PlainWords(msgspec.Struct, frozen=True):
    """Everyday words for causes: cause -> words -> how many causes match them better."""

    by_cause: dict[str, dict[str, int]]
    post_counts: dict[str, int]  # cause -> number of public posts that asked about it

    @property
    def most_asked(self) -> list[str]:
        """The causes that most public posts asked about."""
        return [*self.post_counts][:_MAX_MOST_ASKED]


@cache
def plain_words() -> PlainWords:
    """rules/_shared/search.toml, grouped by cause."""
    table = read_toml(RULES / SHARED / "search.toml")
    file = msgspec.convert(table, _SearchFile)
    by_cause: dict[str, dict[str, int]] = {}
    for words, ids in file.words.items():
        for rank, id in enumerate(ids):
            by_cause.setdefault(id, {})[words] = rank
    return PlainWords(by_cause, dict(sorted(file.posts.items(), key=lambda one: (-one[1], one[0]))))


def find_named(query: str, rules: Rulebook) -> list[Cause]:
    """Causes that have all words in their id, their other names, their title or their plain words, best
    first.
    """
    words = query.lower().split()
    if not words:
        return list(rules.causes.values())
    scores = {id: _score(words, cause) for id, cause in rules.causes.items()}
    return [rules.causes[id] for id in sorted(rules.causes, key=lambda id: -scores[id]) if scores[id] > 0]


def _score(words: list[str], cause: Cause) -> int:
    """How well the words name this cause; 0 if one of them does not occur."""
    names, plain = searchable_text(cause), plain_words().by_cause.get(cause.id, {})
    everywhere = " ".join((names, *plain))
    if not all(word in everywhere for word in words):
        return 0
    query, hyphened, parts = " ".join(words), "-".join(words), _WORD.findall(names)
    score = 1
    if hyphened == cause.id:
        score += _IS_ID
    elif {query, hyphened} & {alias.lower() for alias in cause.aliases}:
        score += _IS_NAME
    # Only the best phrase counts: having many of them does not make a cause more likely.
    score += max((_score_plain(words, phrase, rank) for phrase, rank in plain.items()), default=0)
    for word in words:
        if word in parts:
            score += _WHOLE_WORD
        elif any(part.startswith(word) for part in parts):
            score += _WORD_BEGINS
    return score


def _score_plain(words: list[str], phrase: str, rank: int) -> int:
    if phrase == " ".join(words):
        return _IS_PLAIN - _RANK_COSTS * rank
    return max(0, _IN_PLAIN - _RANK_COSTS * rank) if set(words) <= set(phrase.split()) else 0


def suggest(name: str, rules: Rulebook) -> list[Cause]:
    """Causes with a similarly spelled id, alias or everyday phrase, then those that share most words of the
    name, then those that one of its words is an everyday phrase for.
    """
    from difflib import get_close_matches  # deferred: only a mistyped name needs it

    name = name.lower()
    best_for = {
        words: id
        for id, ranks in plain_words().by_cause.items()
        for words, rank in ranks.items()
        if rank == 0
    }
    known_names = best_for | {
        known.lower(): rules.aliases.get(known, known) for known in (*rules.aliases, *rules.causes)
    }
    ids = [known_names[near] for near in get_close_matches(name, known_names, _MAX_SUGGESTIONS, 0.72)]
    words = {word for word in _WORD.findall(name) if len(word) > 2}
    shared = {
        id: len(words & set(_WORD.findall(searchable_text(cause)))) for id, cause in rules.causes.items()
    }
    ids += sorted((id for id in shared if shared[id] * 2 > len(words)), key=lambda id: -shared[id])
    ids += [best_for[word] for word in sorted(words) if word in best_for]
    return [rules.causes[id] for id in [*dict.fromkeys(ids)][:_MAX_SUGGESTIONS]]


def find_printed(query: str, rules: Rulebook) -> list[Cause]:
    """Causes that print exactly this or are recognised by it, those with most such examples first."""
    phrase = _normalize(query)
    if not phrase:
        return []
    shares = []
    for id, (texts, known_by) in _printed_texts(tuple(rules.causes.values()), rules.conditions).items():
        count = sum(_contains_words(text, phrase) for text in texts)
        if count or _contains_words(known_by, phrase):
            shares.append((-count / max(1, len(texts)), id))
    return [rules.causes[id] for _, id in sorted(shares)]


@cache
def searchable_text(cause: Cause) -> str:
    """The text that the search while typing uses: ids, aliases and title."""
    return f"{cause.id} {' '.join(cause.aliases)} {cause.title}".lower()


@lru_cache(maxsize=4)
def _printed_texts(
    causes: tuple[Cause, ...], conditions: tuple[Condition, ...]
) -> dict[str, tuple[list[str], str]]:
    """Cause -> its examples, and every class, code, type and status code that its rule matches."""
    known_by: dict[str, list[str]] = {cause.id: [] for cause in causes}
    for condition in conditions:
        known_by[condition.cause] += (
            str(value).lower() for _, values in condition.values for value in values
        )
    sources = [__file__, *(path for cause in causes for path in list_examples(cause.folder))]
    packed = cached("printed", sources, lambda: msgspec.msgpack.encode(_normalized_examples(causes)))
    texts = msgspec.msgpack.decode(packed, type=dict[str, list[str]])
    return {id: (several, "\n".join(known_by[id])) for id, several in texts.items()}


def _normalized_examples(causes: tuple[Cause, ...]) -> dict[str, list[str]]:
    texts = {cause.id: [example.text for example in cause.examples()] for cause in causes}
    # One search in all texts takes a fraction of the time of one search in each.
    normalized = iter(
        _normalize("\0".join(text for several in texts.values() for text in several)).split("\0")
    )
    return {id: [next(normalized).strip() for _ in several] for id, several in texts.items()}


def _normalize(text: str) -> str:
    return " ".join(_SOURCE_POSITION.sub("", text.lower()).split())


def _contains_words(text: str, phrase: str) -> bool:
    """Whether the phrase occurs as whole words, so that 529 is not found inside a request id."""
    at = text.find(phrase)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(phrase) : at + len(phrase) + 1]
        if not (before.isalnum() and phrase[0].isalnum()) and not (after.isalnum() and phrase[-1].isalnum()):
            return True
        at = text.find(phrase, at + 1)
    return False
