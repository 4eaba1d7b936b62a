"""The events of a second opinion, as records that do not depend on the SDK."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as a sentence, and the cause that explains it."""

    title: str
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """Discard the answer so far; it begins anew after `seconds`."""

    problem: Problem
    seconds: float


@dataclass(frozen=True, slots=True)
class Completed:
    """The answer is complete, or was cut at its length limit."""

    is_cut: bool


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no answer, and no further attempt."""

    problem: Problem


Event = TextDelta | Restarted | Completed | Failed
