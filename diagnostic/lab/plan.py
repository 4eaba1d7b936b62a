"""A cause -> every run that proves it: which program, under which SDK, meets which fault, and what is asked of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diagnostic.lab.catalogue import FAULTS, STREAM_FAULTS
from diagnostic.lab.sdks import SDKS, Sdk
from diagnostic.paths import RULES
from diagnostic.rules import Cause
from diagnostic.rules.folder import SHARED
from diagnostic.rules.ranges import fits

NAIVE = Path(__file__).parent / "naive"
# Answers that a right program reads as they are.
_ANSWERS = frozenset("ok bedrock slow late-answer thinking-first drop-after-message-stop".split())
# Answers that a right program goes on from, with another request: that one is answered.
_CONTINUED = frozenset(
    "max-tokens pause-turn content-filtered stream-content-filtered broken-json empty-body".split()
)
# Fetch replaces bytes that are no UTF-8, so the TypeScript SDK reads this answer whole.
_HARMLESS = {("typescript", "bad-utf8")}
# They need a sign-in with Google or Azure before they ask anything.
_CLOUD_CLIENTS = ("vertex-", "foundry-")


def hash_of(program: Path) -> str:
    """Changes with the program."""
    return hashlib.blake2b(program.read_bytes(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """One run to do.

    Roles: meets (the fault is reproduced), survives (the program meets the fault and answers), resumes (the program
    answers once somebody has acted), stops (the program ends clearly under a fault that stays).
    """

    cause: Cause
    sdk: Sdk
    fault: str
    program: Path
    role: str
    times: int | None = None  # after how many requests the fault is over; None: never

    @property
    def program_name(self) -> str:
        """As the record names it."""
        shared = self.program.parent == RULES / SHARED
        return f"{SHARED}/{self.program.name}" if shared else self.program.name


def plan(cause: Cause, sdks: Iterable[Sdk] = SDKS) -> list[Task]:
    """Every run that proves a cause."""
    tasks = []
    for sdk in sdks:
        if not fits(sdk.version, cause.reproduced.get(sdk.language)):
            continue
        for fault in cause.faults:
            tasks += [Task(cause, sdk, fault, program, "meets") for program in _that_fail(cause, sdk, fault)]
            for program in _programs(cause, sdk):
                if fault in STREAM_FAULTS and not _streams(program):
                    continue
                role, times = _how_it_ends(cause, fault, program)
                tasks.append(Task(cause, sdk, fault, program, role, times))
                if times is not None and (sdk.language, fault) not in _HARMLESS:
                    tasks.append(Task(cause, sdk, fault, program, "stops"))
    return tasks


def _that_fail(cause: Cause, sdk: Sdk, fault: str) -> list[Path]:
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


def _streams(program: Path) -> bool:
    text = program.read_text()
    return any(words in text for words in (".stream(", "stream=True", "stream: true"))


def _how_it_ends(cause: Cause, name: str, program: Path) -> tuple[str, int | None]:
    fault = FAULTS[name]
    if fault.is_conditional or name in _ANSWERS or (fault.remedy and fault.remedy in program.read_text()):
        return "survives", None
    if name in _CONTINUED or cause.retry not in ("no", "after-change"):
        return "survives", 1
    return "resumes", 0


def _programs(cause: Cause, sdk: Sdk) -> list[Path]:
    found: dict[Path, None] = {}
    for step in cause.steps:
        snippet = step.snippets.get(sdk.language)
        if snippet and snippet.program and fits(sdk.version, (step.versions or {}).get(sdk.language)):
            own = cause.folder / snippet.file
            found[own if own.is_file() else RULES / SHARED / snippet.file] = None
    return [path for path in found if not path.stem.startswith(_CLOUD_CLIENTS)]
