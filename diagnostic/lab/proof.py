"""rules/<id>/proof.json: what was run, on which versions the fault occurred, and on which the fix works."""

from __future__ import annotations

import msgspec

from diagnostic.lab.claims import Scenario, plan_scenarios, proves
from diagnostic.lab.plan import Task, hash_of, plan
from diagnostic.lab.sdks import SDKS, Sdk
from diagnostic.proof.record import StepRun
from diagnostic.rules import Cause


class Run(msgspec.Struct, frozen=True, order=True):
    """One program under one SDK and one fault, and how it ended."""

    sdk: str
    fault: str
    program: str
    hash: str
    ends: str  # raised | silent | answered | stopped
    raised: str | None
    requests: int
    found: str | None  # the diagnosed cause of the output


class Versions(msgspec.Struct, frozen=True):
    """SDK versions, and the faults that were simulated on them."""

    python: list[str]
    typescript: list[str]
    faults: list[str]


class Proof(msgspec.Struct, frozen=True):
    """The proof record of one cause."""

    reproduced: Versions | None  # the fault was reproduced, and its output is diagnosed as this cause
    fix: str | None  # survives: a step's block recovers from the fault and gets an answer
    verified: Versions | None  # the fault was reproduced, and such a block got an answer
    runs: list[Run]
    steps: list[StepRun] = []


Result = tuple[Task, Run, str | None]  # the last item: what is wrong, or None
StepResult = tuple[Scenario, StepRun, str | None]


def make_proof(cause: Cause, results: list[Result], steps: list[StepResult]) -> Proof:
    """The record of one cause, from its runs."""
    failed = {task.sdk for task, _, problem in results if problem}
    reproduced = {task.sdk for task, _, _ in results} - failed
    broken = {scenario.sdk for scenario, _, problem in steps if problem}
    proven = {scenario.sdk for scenario, _, _ in steps if scenario.claim.fix == "answers"}
    verified = _versions(cause, (reproduced & proven) - broken)
    return Proof(
        _versions(cause, reproduced),
        "survives" if verified else None,
        verified,
        sorted(run for _, run, _ in results),
        sorted(run for _, run, _ in steps),
    )


def _versions(cause: Cause, sdks: set[Sdk]) -> Versions | None:
    if not sdks:
        return None
    by_language = {
        name: [sdk.version for sdk in SDKS if sdk in sdks and sdk.language == name]
        for name in ("python", "typescript")
    }
    return Versions(**by_language, faults=list(cause.faults))


def read_proof(cause: Cause) -> Proof:
    """The current record."""
    path = cause.folder / "proof.json"
    return (
        msgspec.json.decode(path.read_bytes(), type=Proof) if path.is_file() else Proof(None, None, None, [])
    )


def write_proof(cause: Cause, proof: Proof) -> None:
    """Writes the record beside the rule."""
    (cause.folder / "proof.json").write_bytes(
        msgspec.json.format(msgspec.json.encode(proof), indent=1) + b"\n"
    )


def differences(
    cause: Cause, results: list[Result], steps: list[StepResult], partial: bool
) -> list[Run | StepRun]:
    """Runs that differ from the record; if not `partial`, also recorded runs that are no longer planned."""
    proof = read_proof(cause)
    runs: list[Run | StepRun] = [run for _, run, _ in [*results, *steps]]
    found = [run for run in runs if not is_recorded(proof, run)]
    if not partial:
        made = {(run.sdk, run.fault, run.program) for _, run, _ in results}
        found += [run for run in proof.runs if (run.sdk, run.fault, run.program) not in made]
        done = {_step_key(run) for _, run, _ in steps}
        found += [run for run in proof.steps if _step_key(run) not in done]
    return found


def is_recorded(proof: Proof, run: Run | StepRun) -> bool:
    """Whether the record has the same result for this run."""
    if isinstance(run, Run):
        return any(_is_same_run(run, other) for other in proof.runs)
    return any(_is_same_step(run, other) for other in proof.steps)


def _is_same_run(run: Run, other: Run) -> bool:
    # A kept-alive socket that Node finds dead may cost one request more or less.
    return (
        msgspec.structs.replace(run, requests=other.requests) == other
        and abs(run.requests - other.requests) <= 1
    )


def _is_same_step(run: StepRun, other: StepRun) -> bool:
    if _step_key(run) != _step_key(other) or run.hash != other.hash:
        return False
    return all(
        one.ends == two.ends and abs(one.requests - two.requests) <= 1
        for one, two in ((run.naive, other.naive), (run.fix, other.fix))
    )


def _step_key(run: StepRun) -> tuple[str, str, str, str]:
    return (run.step, run.schedule, run.block, run.sdk)


def is_step_missing(scenario: Scenario) -> bool:
    """Whether the record lacks a proof of the claim with the current block and fault."""
    return _recorded_step(scenario) is None


def _recorded_step(scenario: Scenario) -> StepRun | None:
    runs = read_proof(scenario.cause).steps
    keys = ((run.step, run.schedule, run.block, run.sdk, run.hash) for run in runs)
    found = next((run for run, key in zip(runs, keys, strict=True) if key == scenario.record_key), None)
    shown = found and found.played == scenario.played and proves(scenario.claim, found)
    return found if shown else None


def recorded_run(task: Task) -> Run | None:
    """The recorded run of the current program."""
    wanted = (task.sdk.name, task.fault, task.program.name, hash_of(task.program))
    runs = read_proof(task.cause).runs
    return next((run for run in runs if (run.sdk, run.fault, run.program, run.hash) == wanted), None)


def recorded_results(cause: Cause, again: list[Task]) -> list[Result]:
    """The recorded runs of the current programs, except those that are run `again`."""
    runs = {(run.sdk, run.fault, run.program, run.hash): run for run in read_proof(cause).runs}
    found = [
        (task, runs.get((task.sdk.name, task.fault, task.program.name, hash_of(task.program))))
        for task in plan(cause)
        if task not in again
    ]
    return [(task, run, None) for task, run in found if run]


def recorded_steps(cause: Cause, again: list[Scenario]) -> list[StepResult]:
    """The recorded runs of the steps' current blocks, except those that are run `again`."""
    found = [(one, _recorded_step(one)) for one in plan_scenarios(cause) if one not in again]
    return [(scenario, run, None) for scenario, run in found if run]
