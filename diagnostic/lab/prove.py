"""Proves the rules and keeps the record: the fault occurs, its output is diagnosed, the fix works.

python -m diagnostic.lab.prove             fails on any difference from the record
python -m diagnostic.lab.prove --update    writes rules/<id>/proof.json
python -m diagnostic.lab.prove --changed   only what changed since the record, and the first six
                                           causes on the latest SDKs; with --update the rest
                                           of the record stays
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from diagnostic.diagnosis import rulebook
from diagnostic.lab.claims import Scenario, naive_program, plan_scenarios, run_control, run_scenario
from diagnostic.lab.jobs import Job, run_and_repeat
from diagnostic.lab.outcome import check_run, is_recorded_as_reproduced, read_outcome
from diagnostic.lab.plan import Task, plan
from diagnostic.lab.proof import (
    Planned,
    Proof,
    Result,
    Run,
    differences,
    is_recorded,
    make_proof,
    read_proof,
    recorded_results,
    recorded_run,
    write_proof,
)
from diagnostic.lab.run import Runner
from diagnostic.lab.sdks import LATEST, Sdk
from diagnostic.lab.server import Lab
from diagnostic.proof.record import End, StepRun
from diagnostic.rules import Cause

Controls = dict[tuple[Sdk, Path, str, str], asyncio.Future[End]]
FIRST_SIX = (
    "stream-missing-message-stop",
    "stream-disconnected",
    "stream-overloaded",
    "overloaded",
    "connection-error",
    "request-timeout",
)


async def prove(planned: list[Planned], proofs: dict[str, Proof]) -> list[Result]:
    """Runs everything; returns each run with what is wrong, or None.

    Runs that fail, or differ from the record of their cause in `proofs`, are repeated once.
    """
    results: dict[int, Result] = {}
    controls: Controls = {}  # several blocks share the same control
    async with Lab() as lab:

        def job(at: int, suffix: str) -> Job:
            one = planned[at]
            name = f"{one.sdk.language[0]}{one.sdk.version}-{at}{suffix}"

            async def work(runner: Runner) -> None:
                if isinstance(one, Task):
                    results[at] = (one, *await _prove_one(lab, runner, one, name))
                else:
                    naive = await _control(lab, runner, one, name, {} if suffix else controls)
                    results[at] = (one, *await run_scenario(lab, runner, one, name, naive))

            return one.sdk, work

        await run_and_repeat(len(planned), job, lambda at: _is_wrong(proofs, *results[at]))
    return [*results.values()]


def _is_wrong(proofs: dict[str, Proof], planned: Planned, run: Run | StepRun, problem: str | None) -> bool:
    proof = proofs.get(planned.cause.id)
    return bool(problem) or (proof is not None and not is_recorded(proof, run))


async def _control(lab: Lab, runner: Runner, scenario: Scenario, name: str, controls: Controls) -> End:
    given = scenario.cause.id if (scenario.cause.folder / "given.json").is_file() else ""
    key = (scenario.sdk, naive_program(scenario), scenario.claim.schedule, given)
    if key not in controls:
        controls[key] = asyncio.ensure_future(run_control(lab, runner, scenario, name))
    return await controls[key]


async def _prove_one(lab: Lab, runner: Runner, task: Task, run_name: str) -> tuple[Run, str | None]:
    outcome = await runner.run(task.program, lab.environment(task.fault, run_name))
    run = read_outcome(task, outcome, lab.count_requests(run_name))
    return run, check_run(task, run, outcome)


def main(argv: list[str] | None = None) -> int:
    """Returns 0 if everything holds."""
    parser = argparse.ArgumentParser(
        prog="python -m diagnostic.lab.prove", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--cause", action="append", help="only this cause")
    parser.add_argument("--update", action="store_true", help="write the record")
    parser.add_argument(
        "--changed",
        action="store_true",
        help="only what changed, and the first six causes on the latest SDKs",
    )
    options = parser.parse_args(argv)
    wanted = options.cause or rulebook().causes
    causes = [cause for cause in rulebook().causes.values() if cause.faults and cause.id in wanted]
    planned = _select_runs(causes, options.changed)
    proofs = {} if options.update else {cause.id: read_proof(cause) for cause in causes}
    results = asyncio.run(prove(planned, proofs))
    if options.update and options.changed:
        results += [one for cause in causes for one in recorded_results(cause, planned)]
    failures = sum(
        _report(cause, [one for one in results if one[0].cause is cause], options.update, options.changed)
        for cause in causes
    )
    _print_totals(causes, results, failures)
    return 1 if failures else 0


def _select_runs(causes: list[Cause], only_changed: bool) -> list[Planned]:
    """The runs to do: all, or those that changed and the first six causes on the latest SDKs."""
    planned = [one for cause in causes for one in (*plan(cause), *plan_scenarios(cause))]
    if not only_changed:
        return planned
    changed = {
        (one.cause.id, one.sdk, one.program)
        for one in planned
        if isinstance(one, Task) and not is_recorded_as_reproduced(one)
    }
    return [one for one in planned if _is_core(one) or _is_due(one, changed)]


def _is_core(one: Planned) -> bool:
    return one.cause.id in FIRST_SIX and one.sdk in LATEST.values()


def _is_due(one: Planned, changed: set[tuple[str, Sdk, Path]]) -> bool:
    if isinstance(one, Task):
        return (one.cause.id, one.sdk, one.program) in changed
    control = (one.cause.id, one.sdk, naive_program(one))
    return recorded_run(one) is None or control in changed


def _print_totals(causes: list[Cause], results: list[Result], failures: int) -> None:
    proofs = [read_proof(cause) for cause in causes]
    controlled = sum(isinstance(one, Scenario) for one, _, _ in results)
    print(
        f"{len(results) - controlled} runs, {controlled} with a control; of {len(causes)} causes with a"
        f" fault, the record has {sum(1 for proof in proofs if proof.reproduced)} reproduced,"
        f" {sum(1 for proof in proofs if proof.verified)} fixed"
    )
    print(f"{len(results) - failures} passed, {failures} failed")


def _report(cause: Cause, results: list[Result], update: bool, partial: bool) -> int:
    """Prints what is wrong, and writes the record or compares with it; returns how many runs are wrong."""
    wrong = {run for _, run, problem in results if problem}
    for _, run, problem in results:
        if problem and isinstance(run, Run):
            print(f"{cause.id}: {run.sdk}, {run.fault}, {run.program}: {problem}")
        elif problem and isinstance(run, StepRun):
            print(f"{cause.id}#{run.step}: {run.sdk}, {run.schedule}, {run.block}: {problem}")
    if update:
        write_proof(cause, make_proof(cause, results))
        return len(wrong)
    different = differences(cause, results, partial)
    for run in different:
        print(f"{cause.id}: differs from the record: {run}")
    return len(wrong | {*different})


if __name__ == "__main__":
    sys.exit(main())
