"""What was run and what came of it: the records beside the rules (proof.json, _shared/harm.json)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from diagnostic.paths import RULES

HARM = RULES / "_shared" / "harm.json"
LONGEST = 110  # characters of an error's line


class End(msgspec.Struct, frozen=True, order=True):
    """How one run ended: `answered` is the whole answer once, `cut` an answer that is not whole and no
    error.
    """

    ends: Literal["answered", "cut", "raised", "stopped"]
    says: str | None  # the line that names the error
    requests: int


class StepRun(msgspec.Struct, frozen=True, order=True):
    """One block under one schedule and one SDK, beside the naive program under the same schedule."""

    step: str
    schedule: str
    block: str  # file name
    hash: str
    sdk: str
    played: str  # the schedule in words
    naive: End
    fix: End
    prints: str | None = None  # of a check: the line that it printed


class StepRecord(msgspec.Struct, frozen=True):
    """The part of proof.json about steps."""

    steps: list[StepRun] = []


@lru_cache(maxsize=512)
def read_steps(folder: Path) -> tuple[StepRun, ...]:
    """The runs of a cause's steps; none if nothing was run."""
    path = folder / "proof.json"
    if not path.is_file():
        return ()
    return tuple(msgspec.json.decode(path.read_bytes(), type=StepRecord).steps)


class HarmRun(msgspec.Struct, frozen=True, order=True):
    """One block where it must change nothing; `harm` says what it spoils, None that it spoils nothing."""

    block: str
    hash: str
    sdk: str
    schedule: str
    harm: str | None


def read_harm() -> tuple[HarmRun, ...]:
    """The harm suite as it was last run."""
    return tuple(msgspec.json.decode(HARM.read_bytes(), type=list[HarmRun])) if HARM.is_file() else ()
