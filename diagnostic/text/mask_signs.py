"""Finds which masks can match anywhere in a text: one pass for all of them, if the set is compiled for
Hyperscan.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from diagnostic.file_cache import cached
from diagnostic.pattern_sets import PatternSet
from diagnostic.patterns import without_upper_bounds
from diagnostic.text import content, kinds, passages, private_keys, statements, structures, tables, vendors
from diagnostic.text.names import NAME_OF_OTHER_WORDS, name_signs

_FOLDER = Path(__file__).parent
_PATTERNS = _FOLDER.parent / "patterns.py"


class EveryMask:
    """Replaces the set of masks if it is unknown which ones can match: contains every name."""

    def __contains__(self, name: str) -> bool:
        return True


EVERY_MASK = EveryMask()
Due = frozenset[str] | EveryMask


@cache
def _signs() -> PatternSet[str]:
    files = (*_FOLDER.glob("*.py"), *_FOLDER.glob("masks/*.toml"), _PATTERNS)
    packed = cached("signs", files, lambda: msgspec.msgpack.encode(_sources()))
    return PatternSet(msgspec.msgpack.decode(packed, type=dict[str, str]), located=_OF_NAMES)


# The signs of names come first, and the pass tells where each of their words ends.
_OF_NAMES = 2


def _sources() -> dict[str, str]:
    """The pattern of each sign. Cached on disk, because joining the words of all languages takes longer than
    masking a text.
    """
    patterns = {
        **name_signs(),
        **vendors.patterns(),
        **private_keys.SIGNS,
        **structures.SIGNS,
        **statements.SIGNS,
        **tables.SIGNS,
        **content.SIGNS,
        **passages.SIGNS,
        **kinds.form_signs(),
    }
    return {
        name: without_upper_bounds(source if isinstance(source := pattern.source, str) else source.decode())
        for name, pattern in patterns.items()
    }


# The masks whose secrets contain no space, and prose, which ends where lines were joined. "name" finds none
# without a sensitive name, and callers look at these themselves.
_SINGLE_WORDS = frozenset(
    f"name {NAME_OF_OTHER_WORDS} anthropic-key jwt webhook url-credentials url-secret vendor-prefix"
    " base64-run random-token said-key email ip4 ip6 home-folder passage".split()
)


def are_single_words(due: Due) -> bool:
    """Whether all secrets that these masks find are single words, such as keys, not sentences or lists."""
    return not isinstance(due, EveryMask) and all(
        name in _SINGLE_WORDS or name.startswith("vendor.") for name in due
    )


def count_kinds(due: frozenset[str]) -> int:
    """How many kinds of secrets may be in a text; keys of vendors, of which a list may name any number, do
    not count.
    """
    return sum(not name.startswith("vendor.") for name in due)


def find_due(data: bytes) -> tuple[Due, list[int] | None]:
    """The masks whose prefilter matches, and where the words of names end, if that is known. Without
    Hyperscan all masks run, because the combined set would cost RE2 more than the masks one by one.
    """
    found = _signs().locate(data)
    if found is None:
        return EVERY_MASK, None
    hits, ends = found
    return _with_names(hits), None if _MORE_FORMS in data else ends


# How letters begin that are other forms of known ones to RE2 only: Georgian capitals, old Cyrillic letters
_MORE_FORMS = b"\xe1\xb2"


def find_kinds(data: bytes) -> frozenset[str]:
    """Like `find_due`, but also without Hyperscan: then it takes milliseconds."""
    return _with_names(_signs().find(data))


def _with_names(hits: frozenset[str]) -> frozenset[str]:
    return hits | {"name"} if NAME_OF_OTHER_WORDS in hits else hits
