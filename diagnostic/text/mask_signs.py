"""A text -> which masks can fit anywhere in it: one pass for all of them, if Hyperscan's form is there."""

from __future__ import annotations

from functools import cache

from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import without_upper_bounds
from diagnostic.text import content, kinds, passages, structures, tables, vendors
from diagnostic.text.names import NAME_OF_OTHER_WORDS, name_signs


class EveryMask:
    """Replaces the set of masks found if nothing shows which can match: all can."""

    def __contains__(self, name: str) -> bool:
        return True


EVERY_MASK = EveryMask()
Due = frozenset[str] | EveryMask


@cache
def _signs() -> PatternSet[str]:
    sources = {
        **name_signs(),
        **vendors.patterns(),
        **structures.SIGNS,
        **tables.SIGNS,
        **content.SIGNS,
        **passages.SIGNS,
        **kinds.form_signs(),
    }
    return PatternSet(
        {
            name: without_upper_bounds(
                source if isinstance(source := pattern.source, str) else source.decode()
            )
            for name, pattern in sources.items()
        }
    )


# Their secrets have no blank in them. Without a name that tells of a secret, "name" has none.
_SINGLE_WORDS = frozenset(
    f"name {NAME_OF_OTHER_WORDS} anthropic-key jwt webhook url-credentials url-secret vendor-prefix"
    " base64-run random-token said-key email ip4 ip6 home-folder".split()
)


def are_single_words(due: Due) -> bool:
    """Is every secret that these masks find a single word, as a key is, and a sentence or a list not?"""
    return not isinstance(due, EveryMask) and all(
        name in _SINGLE_WORDS or name.startswith("vendor.") for name in due
    )


def find_due(data: bytes) -> Due:
    """The masks whose pattern occurs; without Hyperscan's form each looks for itself, which costs RE2 less
    than all at once.
    """
    hits = _signs().find_compiled(data)
    if hits is None:
        return EVERY_MASK
    return hits | {"name"} if NAME_OF_OTHER_WORDS in hits else hits
