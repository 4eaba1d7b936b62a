"""A cause -> all runs that reproduce it: which failing program under which SDK and fault."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.sdks import SDKS, Sdk
from diagnostic.rules import Cause
from diagnostic.rules.ranges import fits

NAIVE = Path(__file__).parent / "naive"


def hash_of(program: Path) -> str:
    """A digest that changes with the program."""
    return hashlib.blake2b(program.read_bytes(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """A run to do: one program under one fault."""

    cause: Cause
    sdk: Sdk
    fault: str
    program: Path

    @property
    def record_key(self) -> tuple[str, ...]:
        """The identity of this run in the record."""
        return (self.sdk.name, self.fault, self.program.name, hash_of(self.program))


def plan(cause: Cause, sdks: Iterable[Sdk] = SDKS) -> list[Task]:
    """All runs that reproduce a cause."""
    return [
        Task(cause, sdk, fault, program)
        for sdk in sdks
        if fits(sdk.version, cause.reproduced.get(sdk.language))
        for fault in cause.faults
        for program in _failing_programs(cause, sdk, fault)
    ]


def _failing_programs(cause: Cause, sdk: Sdk, fault: str) -> list[Path]:
    own = cause.folder / f"fails{sdk.suffix}"
    if own.is_file():
        return [own]
    calls = (
        ("bedrock",)
        if FAULTS[fault].target == "bedrock"
        else ("stream", "helper")
        if fault in STREAM_FAULTS
        else ("create",)
    )
    return [NAIVE / f"{call}{sdk.suffix}" for call in calls]
