"""Version ranges such as ">=1.0,<2" or "2.12.0" -> whether one holds all, or nothing, of another."""

from __future__ import annotations

Bound = tuple[int, ...]
_END: Bound = (1 << 30,)


def covers(wanted: str, seen: str) -> bool:
    """Is every version of `seen` one of `wanted`?"""
    (low, high), (seen_low, seen_high) = _parse(wanted), _parse(seen)
    return low <= seen_low and seen_high <= high


def excludes(wanted: str, seen: str) -> bool:
    """Is no version of `seen` one of `wanted`?"""
    (low, high), (seen_low, seen_high) = _parse(wanted), _parse(seen)
    return seen_low >= high or low >= seen_high


def _parse(versions: str) -> tuple[Bound, Bound]:
    """The range as [low, high)."""
    low, high = (0,), _END
    if versions == "none":
        return _END, _END
    for part in versions.split(","):
        sign = part.strip().rstrip("0123456789.")
        numbers = tuple(int(number) for number in part.strip()[len(sign) :].split("."))
        if sign == ">=":
            low = numbers
        elif sign == "<":
            high = numbers
        else:
            low, high = numbers, (*numbers, 1)
    return low, high
