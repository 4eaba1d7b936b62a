"""A person's own words -> the cause that they tell of, by what they are about and what happened to it.

The table is rules/_shared/told.toml.
"""

from __future__ import annotations

from functools import cache
from itertools import chain

import msgspec

from diagnostic.paths import RULES, read_toml
from diagnostic.rules.folder import SHARED
from diagnostic.stems import is_spaceless, stem, stemmed


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of each list must be in a text, and none of `unless`. `shared`: words that are said of other things
    than Claude, too.
    """

    cause: str
    of: list[str]
    said: list[str]
    with_: list[str] = msgspec.field(name="with", default_factory=list)
    unless: list[str] = []
    shared: bool = False


class _ToldFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    others: list[str]
    words: dict[str, list[str]]
    told: list[_Entry]


class _Phrases(msgspec.Struct, frozen=True):
    """Phrases in the forms in which they are looked for."""

    stems: tuple[str, ...]  # a space on each side; only before it, if the word may go on
    pieces: tuple[str, ...]  # of scripts without spaces

    def occur(self, said: str, text: str) -> bool:
        """Whether one of them is in the stemmed words, or in the text."""
        return any(phrase in said for phrase in self.stems) or any(piece in text for piece in self.pieces)


class _Compiled(msgspec.Struct, frozen=True):
    cause: str
    groups: tuple[_Phrases, ...]  # one of each must occur
    unless: _Phrases
    shared: bool


def find_cause(text: str, is_of_claude: bool) -> str | None:
    """The id of the first cause in the table of which the text tells; `is_of_claude`: something of Claude's
    failed.
    """
    text = text.lower()
    said = stemmed(text)
    entries, others = _table()
    if others.occur(said, text):
        return None
    fits = (
        entry.cause
        for entry in entries
        if (is_of_claude or not entry.shared)
        and all(group.occur(said, text) for group in entry.groups)
        and not entry.unless.occur(said, text)
    )
    return next(fits, None)


@cache
def _table() -> tuple[tuple[_Compiled, ...], _Phrases]:
    """The entries, and the names of what a text may be about instead."""
    file = msgspec.convert(read_toml(RULES / SHARED / "told.toml"), _ToldFile)

    def phrases_of(words: list[str]) -> _Phrases:
        lists = (file.words[word[1:]] if word.startswith("@") else [word] for word in words)
        return _compile([*chain.from_iterable(lists)])

    entries = (
        _Compiled(
            entry.cause,
            tuple(phrases_of(group) for group in (entry.of, entry.said, entry.with_) if group),
            phrases_of(entry.unless),
            entry.shared,
        )
        for entry in file.told
    )
    return tuple(entries), _compile(file.others)


def _compile(phrases: list[str]) -> _Phrases:
    return _Phrases(
        tuple(_open(phrase) or stemmed(phrase) for phrase in phrases if not is_spaceless(phrase)),
        tuple(phrase for phrase in phrases if is_spaceless(phrase)),
    )


def _open(phrase: str) -> str:
    """The beginning of a word that may go on; empty if the phrase marks none with a star."""
    return f" {stem(phrase.removesuffix('*'))}" if phrase.endswith("*") else ""
