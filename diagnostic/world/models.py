"""rules/_facts/end_of_life.json -> the day from which the Claude API no longer knows a model."""

from __future__ import annotations

from functools import cache

import msgspec

from diagnostic.paths import RULES

PATH = RULES / "_facts" / "end_of_life.json"


def end_of_life(model: str) -> str | None:
    """`claude-2.1` -> `2025-07-21`; None if no release of the SDK names a day. Cloud platforms have their
    own ids and days.
    """
    return _days().get(model.removeprefix("anthropic/"))


@cache
def _days() -> dict[str, str]:
    return msgspec.json.decode(PATH.read_bytes(), type=dict[str, str])
