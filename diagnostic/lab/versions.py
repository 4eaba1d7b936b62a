"""Version ranges of rules, such as ">=1.0,<2", "none" or nothing."""

from __future__ import annotations


def fits(version: str, wanted: str | None) -> bool:
    """Whether a version is in the range; no range is every version, "none" is no version."""
    if wanted is None or wanted == "":
        return True
    if wanted == "none":
        return False
    return all(_holds(_numbers(version), part.strip()) for part in wanted.split(","))


def _holds(version: tuple[int, ...], condition: str) -> bool:
    sign = condition.rstrip("0123456789.")
    bound = _numbers(condition[len(sign) :])
    return {
        ">=": version >= bound,
        ">": version > bound,
        "<=": version <= bound,
        "<": version < bound,
        "==": version == bound,
    }[sign.strip()]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
