"""How a program ended -> its line in the record, and what is wrong with it, if anything."""

from __future__ import annotations

from diagnostic.diagnosis import diagnose, rulebook
from diagnostic.lab import healthy
from diagnostic.lab.blocks import last_error
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.plan import NAIVE, Task, hash_of
from diagnostic.lab.proof import Run
from diagnostic.lab.run import Outcome

_MOST_REQUESTS = 12


def read_outcome(task: Task, outcome: Outcome, requests: int) -> Run:
    """The record of one run."""
    printed = f"{outcome.stdout}{outcome.stderr}"
    found = None
    if task.role == "meets" and printed.strip():
        findings = diagnose(printed).findings
        found = findings[0].cause.id if findings else None
    return Run(
        sdk=task.sdk.name,
        fault=task.fault,
        program=task.program_name,
        hash=hash_of(task.program),
        role=task.role,
        ends=_ending(task, outcome),
        raised=last_error(outcome.stderr or outcome.stdout) if outcome.status else None,
        requests=requests,
        found=found,
    )


def _ending(task: Task, outcome: Outcome) -> str:
    if outcome.status is None:
        return "stopped"
    if outcome.status:
        return "raised"
    if task.role == "meets" and not FAULTS[task.fault].is_conditional and task.program.parent == NAIVE:
        return "silent"  # whatever a naive program shows, the answer was broken and nothing said so
    # What was given up visibly does not count: the text must stand once after the last notice.
    whole = outcome.stdout.split("starting again")[-1].count(healthy.TEXT) == 1
    return "answered" if whole else "silent"


def check_run(task: Task, run: Run, outcome: Outcome) -> str | None:
    """Why this run does not show what it should."""
    printed = f"{outcome.stdout}{outcome.stderr}".strip()
    if run.ends == "stopped":
        return "did not end in time"
    if task.role == "meets":
        return _why_not_met(task, run, printed)
    if impatient := _how_impatient(task, run, outcome):
        return impatient
    if task.role == "stops":
        return (
            None
            if run.ends == "raised" or (printed and run.ends != "answered")
            else "ended without saying that it failed"
        )
    # A program may also end with a clear error; that one of the cause's programs answers is asked of all together.
    return (
        None
        if run.ends in ("answered", "raised")
        else f"did not answer with the whole text once: {printed[-300:]}"
    )


def _how_impatient(task: Task, run: Run, outcome: Outcome) -> str | None:
    if run.requests > _MOST_REQUESTS:
        return f"asked {run.requests} times: nothing bounds it"
    again = run.requests - 1 if task.times is None else min(task.times, run.requests - 1)
    asked = FAULTS[task.fault].retry_after
    if asked and sum(outcome.waits) < asked * again - 0.5:  # the time that a call took is part of the wait
        return f"asked {again} times again after {sum(outcome.waits):.1f} s in all; the server wanted {asked} s each"
    # Node itself asks once again where a kept-alive socket has died.
    if task.cause.retry == "backoff" and len([wait for wait in outcome.waits if wait > 0]) < again - (
        task.sdk.language == "typescript"
    ):
        return f"asked {again} times again, and waited {len(outcome.waits)} times"
    return None


def _why_not_met(task: Task, run: Run, printed: str) -> str | None:
    if run.found is None and run.raised and "Cannot read properties of undefined" in run.raised:
        return None  # the SDK handed out something else than a Message, silently; the program broke on it
    if run.ends == "silent" and run.found in (None, task.cause.id):
        return None  # the SDK hides this fault: the record says so
    if run.ends == "answered" and run.found != task.cause.id:
        return "the fault was not met"
    accepted = {task.cause.id, *rulebook().special_cases.get(task.cause.id, ())}
    return None if run.found in accepted else f"is diagnosed as {run.found}: {printed[-300:]}"
