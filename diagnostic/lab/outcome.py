"""How a program ended -> its record, and whether it reproduces the fault."""

from __future__ import annotations

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.lab import healthy
from diagnostic.lab.blocks import last_error
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.plan import NAIVE, Task, hash_of
from diagnostic.lab.proof import Run, recorded_run
from diagnostic.lab.run import Outcome


def read_outcome(task: Task, outcome: Outcome, requests: int) -> Run:
    """The record of one run."""
    printed = f"{outcome.stdout}{outcome.stderr}"
    findings = diagnose(printed).findings if printed.strip() else ()
    return Run(
        sdk=task.sdk.name,
        fault=task.fault,
        program=task.program.name,
        hash=hash_of(task.program),
        ends=_ending(task, outcome),
        raised=last_error(outcome.stderr or outcome.stdout) if outcome.status else None,
        requests=requests,
        found=findings[0].cause.id if findings else None,
    )


def _ending(task: Task, outcome: Outcome) -> str:
    if outcome.status is None:
        return "stopped"
    if outcome.status:
        return "raised"
    if not FAULTS[task.fault].is_conditional and task.program.parent == NAIVE:
        return "silent"  # whatever a naive program prints, the response was broken and nothing reported it
    return "answered" if outcome.stdout.count(healthy.TEXT) == 1 else "silent"


def check_run(task: Task, run: Run, outcome: Outcome) -> str | None:
    """Why this run does not reproduce the fault, or None."""
    if run.ends == "stopped":
        return "did not end in time"
    return _why_not_reproduced(task, run, f"{outcome.stdout}{outcome.stderr}".strip())


def is_recorded_as_reproduced(task: Task) -> bool:
    """Whether the record has this run with the current program, and it reproduces the fault."""
    run = recorded_run(task)
    return isinstance(run, Run) and run.ends != "stopped" and _why_not_reproduced(task, run, "") is None


def _why_not_reproduced(task: Task, run: Run, printed: str) -> str | None:
    if run.found is None and run.raised and "Cannot read properties of undefined" in run.raised:
        return None  # the SDK silently returned something that is not a Message, and the program failed on it
    if run.ends == "silent" and run.found in (None, task.cause.id):
        return None  # the SDK hides this fault, as the record states
    if run.ends == "answered" and run.found != task.cause.id:
        return "the fault did not occur"
    accepted = {task.cause.id, *rulebook().special_cases.get(task.cause.id, ())}
    return None if run.found in accepted else f"is diagnosed as {run.found}: {printed[-300:]}"
