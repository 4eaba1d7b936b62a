"""Version ranges of rules, such as ">=1.0,<2" or "2.12.0": which versions and ranges they cover."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

NONE = "none"  # no version: the error cannot occur in the language
_MAX_RANGES = 256  # the rules name a few dozen


class InvalidRange(ValueError):
    """The text is not a version, a range of versions or "none"."""


def parse_range(text: str) -> SpecifierSet | None:
    """The range as a SpecifierSet, or None for "none"; a bare version matches only itself."""
    if text == NONE:
        return None
    # Imported on demand: many texts name no version.
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        return SpecifierSet(f"=={Version(text)}")
    except InvalidVersion:
        pass
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        raise InvalidRange(f"{text!r} is not a version range such as '>=0.47' or '>=1.0,<2'") from None


def covers(wanted: str, seen: str) -> bool:
    """Whether `wanted` contains every version of `seen`."""
    range_, version = _rule_range(wanted), parse_range(seen)
    return range_ is not None and version is not None and version.is_subset(range_)


def excludes(wanted: str, seen: str) -> bool:
    """Whether `wanted` contains none of the versions `seen`."""
    range_, version = _rule_range(wanted), parse_range(seen)
    return range_ is None or version is None or version.is_disjoint(range_)


def fits(version: str, wanted: str | None) -> bool:
    """Whether the version is in the range; no range means every version."""
    return not wanted or covers(wanted, version)


@lru_cache(maxsize=_MAX_RANGES)
def _rule_range(wanted: str) -> SpecifierSet | None:
    return parse_range(wanted)
