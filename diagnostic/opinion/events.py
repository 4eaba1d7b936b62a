"""What can happen while Claude is asked: records without the SDK, for whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, in words, and the cause that explains it."""

    title: str
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The next words of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Restart:
    """Discard what came so far; after so many seconds the answer begins anew."""

    problem: Problem
    seconds: float


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer is complete, but for what its limit of length cut off."""

    is_cut: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no answer, and nothing more is tried."""

    problem: Problem


Event = Piece | Restart | Whole | Failed
