"""The records of proof runs beside the rules: proof.json and _shared/harm.json."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from diagnostic.paths import RULES

HARM = RULES / "_shared" / "harm.json"
LONGEST = 110  # characters of the line that names an error


class End(msgspec.Struct, frozen=True, order=True):
    """How a run ended. `answered`: one complete answer; `cut`: an incomplete answer without an error."""

    ends: Literal["answered", "cut", "raised", "stopped"]
    says: str | None  # the line that names the error
    requests: int


class StepRun(msgspec.Struct, frozen=True, order=True):
    """A block under one schedule and one SDK, with the naive program under the same schedule."""

    step: str
    schedule: str
    block: str  # file name
    hash: str
    sdk: str
    played: str  # the schedule as a sentence
    naive: End
    fix: End
    prints: str | None = None  # for a check step: the line that it printed

    @property
    def key(self) -> tuple[str, ...]:
        """Its identity in the record; the last part is the hash of the block."""
        return (self.step, self.schedule, self.block, self.sdk, self.hash)


class StepRecord(msgspec.Struct, frozen=True):
    """The part of proof.json about steps."""

    steps: list[StepRun] = []


@lru_cache(maxsize=512)
def read_steps(folder: Path) -> tuple[StepRun, ...]:
    """The runs of a cause's steps; empty if nothing was run."""
    path = folder / "proof.json"
    if not path.is_file():
        return ()
    return tuple(msgspec.json.decode(path.read_bytes(), type=StepRecord).steps)


class HarmRun(msgspec.Struct, frozen=True, order=True):
    """One block in a program where it must change nothing; `harm` says what it breaks, or None."""

    block: str
    hash: str
    sdk: str
    schedule: str
    harm: str | None


def read_harm() -> tuple[HarmRun, ...]:
    """The latest run of the harm suite."""
    return tuple(msgspec.json.decode(HARM.read_bytes(), type=list[HarmRun])) if HARM.is_file() else ()
