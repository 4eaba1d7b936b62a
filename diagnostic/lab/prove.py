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
    Proof,
    Result,
    Run,
    StepResult,
    differences,
    is_recorded,
    is_step_missing,
    make_proof,
    read_proof,
    recorded_results,
    recorded_steps,
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


async def prove(
    tasks: list[Task], scenarios: list[Scenario], proofs: dict[str, Proof]
) -> tuple[list[Result], list[StepResult]]:
    """Runs everything; returns each run with what is wrong, or None.

    Runs that fail, or differ from the record of their cause in `proofs`, are repeated once.
    """
    planned = [*tasks, *scenarios]
    results: dict[int, Result] = {}
    steps: dict[int, StepResult] = {}
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
                    steps[at] = (one, *await run_scenario(lab, runner, one, name, naive))

            return one.sdk, work

        await run_and_repeat(len(planned), job, lambda at: _is_wrong(proofs, *(results.get(at) or steps[at])))
    return [*results.values()], [*steps.values()]


def _is_wrong(
    proofs: dict[str, Proof], planned: Task | Scenario, run: Run | StepRun, problem: str | None
) -> bool:
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
    tasks, scenarios = _select_runs(causes, options.changed)
    proofs = {} if options.update else {cause.id: read_proof(cause) for cause in causes}
    results, steps = asyncio.run(prove(tasks, scenarios, proofs))
    if options.update and options.changed:
        results += [one for cause in causes for one in recorded_results(cause, tasks)]
        steps += [one for cause in causes for one in recorded_steps(cause, scenarios)]
    failures = sum(
        _report(
            cause,
            [one for one in results if one[0].cause is cause],
            [one for one in steps if one[0].cause is cause],
            options.update,
            options.changed,
        )
        for cause in causes
    )
    _print_totals(causes, len(results), len(steps), failures)
    return 1 if failures else 0


def _select_runs(causes: list[Cause], only_changed: bool) -> tuple[list[Task], list[Scenario]]:
    """The runs to do: all, or those that changed and the first six causes on the latest SDKs."""
    tasks = [task for cause in causes for task in plan(cause)]
    scenarios = [scenario for cause in causes for scenario in plan_scenarios(cause)]
    if only_changed:
        changed = {
            (one.cause.id, one.sdk, one.program) for one in tasks if not is_recorded_as_reproduced(one)
        }
        tasks = [one for one in tasks if _is_core(one) or (one.cause.id, one.sdk, one.program) in changed]
        scenarios = [
            one
            for one in scenarios
            if _is_core(one)
            or is_step_missing(one)
            or (one.cause.id, one.sdk, naive_program(one)) in changed  # its control has changed
        ]
    return tasks, scenarios


def _print_totals(causes: list[Cause], runs: int, controlled: int, failures: int) -> None:
    proofs = [read_proof(cause) for cause in causes]
    print(
        f"{runs} runs, {controlled} with a control; of {len(causes)} causes with a fault, the record"
        f" has {sum(1 for proof in proofs if proof.reproduced)} reproduced,"
        f" {sum(1 for proof in proofs if proof.verified)} fixed"
    )
    print(f"{runs + controlled - failures} passed, {failures} failed")


def _is_core(one: Task | Scenario) -> bool:
    return one.cause.id in FIRST_SIX and one.sdk in LATEST.values()


def _report(cause: Cause, results: list[Result], steps: list[StepResult], update: bool, partial: bool) -> int:
    problems = [(task, run, problem) for task, run, problem in results if problem]
    for task, run, problem in problems:
        print(f"{cause.id}: {run.sdk}, {task.fault}, {run.program}: {problem}")
    broken = [(scenario, run, problem) for scenario, run, problem in steps if problem]
    for scenario, run, problem in broken:
        print(f"{cause.id}#{run.step}: {run.sdk}, {run.schedule}, {scenario.block.name}: {problem}")
    if update:
        write_proof(cause, make_proof(cause, results, steps))
        return len(problems) + len(broken)
    different = differences(cause, results, steps, partial)
    for run in different:
        print(f"{cause.id}: differs from the record: {run}")
    return len({*(run for _, run, _ in problems), *(run for _, run, _ in broken), *different})


if __name__ == "__main__":
    sys.exit(main())
