"""A text -> which masks can fit anywhere in it: one pass for all of them, where Hyperscan's form is there."""

from __future__ import annotations

from functools import cache

from diagnostic.pattern_sets import PatternSet
from diagnostic.text import content, kinds, structures, tables, vendors
from diagnostic.text.names import name_pattern


class EveryMask:
    """Stands in for the masks found where nothing says which can fit: all may."""

    def __contains__(self, name: str) -> bool:
        return True


EVERY_MASK = EveryMask()
Due = frozenset[str] | EveryMask


@cache
def _signs() -> PatternSet[str]:
    sources = {
        "name": name_pattern(),
        **vendors.patterns(),
        **structures.SIGNS,
        **tables.SIGNS,
        **content.SIGNS,
        **kinds.form_patterns(),
    }
    return PatternSet(
        {
            name: source if isinstance(source := pattern.source, str) else source.decode()
            for name, pattern in sources.items()
        }
    )


def find_due(data: bytes) -> Due:
    """The masks whose pattern occurs; without Hyperscan's form each looks for itself, which costs RE2 less
    than all at once.
    """
    hits = _signs().find_compiled(data)
    return EVERY_MASK if hits is None else hits
