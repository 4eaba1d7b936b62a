"""A cause -> what a person runs to see it fail, then see it fixed: taken from the plan and the record of its proof."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostic.lab import DEFAULT_PORT
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.fault import Fault
from diagnostic.lab.plan import Task, plan
from diagnostic.lab.proof import Run, read_proof
from diagnostic.lab.target import Ports, client_environment
from diagnostic.proof.record import LONGEST
from diagnostic.rules import Cause
from diagnostic.rules.folder import read_program

HEALTHY = ("ok", "bedrock")
_RUN = {"python": "python {}", "typescript": "node {}   # Node 22.18 or newer"}
Variables = dict[str, str]


@dataclass(frozen=True, slots=True)
class Program:
    """A whole program and its file name."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """What to run in one language, and what was recorded when it ran."""

    language: str
    sdk: str
    fails: Program
    fail_commands: str
    raised: str | None
    is_silent: bool
    fix: str | None  # the file name of a program that answered in the proof
    fix_commands: str
    times: int | None  # 1: the fault comes once; 0: somebody has acted; None: the fix meets the fault itself


@dataclass(frozen=True, slots=True)
class Showing:
    """How to meet a cause's first fault; `variables` is None where the lab's ports change from start to start."""

    fault: Fault
    variables: Variables | None
    acts: tuple[Act, ...]
    never: str | None  # the language in which this cannot occur

    @property
    def is_healthy(self) -> bool:
        """Whether the lab plays no fault, because the fault is in the program."""
        return self.fault.name in HEALTHY


def show(cause: Cause) -> Showing | None:
    """What to run; None where no lab can play the cause."""
    if not cause.faults:
        return None
    fault = FAULTS[cause.faults[0]]
    variables = _stable_environment(fault, None)
    tasks = [task for task in plan(cause) if task.fault == fault.name]
    runs = read_proof(cause).runs
    acts = tuple(
        act
        for language in ("python", "typescript")
        if (act := _act([task for task in tasks if task.sdk.language == language], runs, variables))
    )
    never = next((language for language, versions in cause.reproduced.items() if versions == "none"), None)
    return Showing(fault, variables, acts, never) if acts else None


def _act(tasks: Sequence[Task], runs: list[Run], variables: Variables | None) -> Act | None:
    met = [(task, run) for task in tasks if task.role == "meets" and (run := _record(task, runs))]
    # A naive program against a healthy API shows nothing.
    met = [(task, run) for task, run in met if not (task.fault in HEALTHY and run.ends == "silent")]
    if not met:
        return None
    # The newest SDK, and of its programs one that fails loudly where there is one.
    newest = met[-1][0].sdk
    task, run = min(
        ((task, run) for task, run in met if task.sdk == newest), key=lambda pair: pair[1].ends == "silent"
    )
    fixes = [
        one
        for one in tasks
        if one.sdk == newest and one.role in ("survives", "resumes") and _answers(one, runs)
    ]
    fix = fixes[0] if fixes else None
    pointed = (
        variables if fix is None or fix.times is None else _stable_environment(FAULTS[fix.fault], fix.times)
    )
    if fix and fix.times is not None and pointed is None:
        fix = None  # the ports are known only to the running lab, and so is the address under which its fault passes
    return Act(
        language=newest.language,
        sdk=newest.name,
        fails=Program(task.program.name, _read(task.program)),
        fail_commands=_commands(variables, newest.language, task.program),
        raised=f"{run.raised}…" if run.raised and len(run.raised) == LONGEST else run.raised,
        is_silent=run.ends == "silent",
        fix=fix.program.name if fix else None,
        fix_commands=_commands(None if fix and fix.times is None else pointed, newest.language, fix.program)
        if fix
        else "",
        times=fix.times if fix else None,
    )


def _record(task: Task, runs: list[Run]) -> Run | None:
    wanted = (task.sdk.name, task.fault, task.program_name, task.role)
    return next((run for run in runs if (run.sdk, run.fault, run.program, run.role) == wanted), None)


def _answers(task: Task, runs: list[Run]) -> bool:
    run = _record(task, runs)
    return run is not None and run.ends == "answered"


def _read(program: Path) -> str:
    comment = "#" if program.suffix == ".py" else "//"
    text = program.read_text(encoding="utf-8")
    return (read_program(program, comment).program or text) if f"{comment} fix:begin" in text else text


def _commands(variables: Variables | None, language: str, program: Path) -> str:
    exports = [f"export {name}={shlex.quote(value)}\n" for name, value in (variables or {}).items()]
    return "".join(exports) + _RUN[language].format(program.name) + "\n"


def _stable_environment(fault: Fault, times: int | None) -> Variables | None:
    """The variables, where they are the same for every lab on the usual port."""
    segment = fault.name if times is None else f"{fault.name}+{times}"
    # Asked twice with other ports: what differs is known only to the lab that runs.
    one, other = (
        client_environment(fault, Ports(DEFAULT_PORT, *others), segment, "", acted=times == 0)
        for others in ((1, 2, 3, 4), (5, 6, 7, 8))
    )
    return one if one == other else None
