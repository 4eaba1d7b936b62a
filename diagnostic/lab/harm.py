"""Checks that fixes do no harm: no extra requests, no hidden errors, no truncated answer treated as complete.

python -m diagnostic.lab.harm             fails if a block does harm
python -m diagnostic.lab.harm --update    writes rules/_shared/harm.json
python -m diagnostic.lab.harm --block restart
python -m diagnostic.lab.harm --random 7    300 trials that are made of a seed
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec
import re2

from diagnostic.diagnosis import rulebook
from diagnostic.lab.blocks import Given, Trial, run_block, run_program
from diagnostic.lab.claims import depends_on_node
from diagnostic.lab.harm_judges import find_harm, find_harm_of_check
from diagnostic.lab.harm_random import plan_at_random, try_at_random
from diagnostic.lab.harm_suite import (
    GIVEN,
    SDKS,
    name_of,
    only_prints,
    plain_program,
    retried_faults,
    step_blocks,
    trials,
)
from diagnostic.lab.harm_trials import HarmTrial
from diagnostic.lab.jobs import Job, run_and_repeat
from diagnostic.lab.plan import hash_of
from diagnostic.lab.run import Outcome, Runner
from diagnostic.lab.sdks import Sdk
from diagnostic.lab.server import Lab
from diagnostic.proof.record import HARM, End, HarmRun, read_harm

QUESTIONS = 6  # like the harness
_WORKERS = 4  # of blocks for several questions
_FOR_ALL_QUESTIONS = ("authentication", "credit-balance", "spend-cap")
_MORE_RETRIES = re2.compile(r"max_?[rR]etries\W+8\b")
_ADDITIONAL_RETRIES = 6  # the SDK's own are two
# A plain program under an SDK and a schedule -> how it ends: once for all blocks.
Plain = dict[tuple[Sdk, Path, str], asyncio.Future[tuple[End, Outcome]]]


async def try_blocks(blocks: list[Path]) -> list[HarmRun]:
    """Runs the suite on each block."""
    planned = [
        (sdk, block, number, trial)
        for sdk in SDKS
        for block in blocks
        for number, trial in enumerate(_applicable_trials(block, sdk))
    ]
    problems: list[str | None] = [None] * len(planned)
    plain: Plain = {}
    async with Lab() as lab:

        def job(at: int, suffix: str) -> Job:
            sdk, block, number, trial = planned[at]
            name = f"h{sdk.version}-{sdk.node}-{hash_of(block)[:6]}-{number}{suffix}"

            async def work(runner: Runner) -> None:
                problems[at] = await _try_one(lab, runner, block, trial, name, {} if suffix else plain)

            return sdk, work

        await run_and_repeat(len(planned), job, lambda at: problems[at] is not None)
    return sorted(
        HarmRun(name_of(block), hash_of(block), sdk.name, _schedule(trial), problem)
        for (sdk, block, _, trial), problem in zip(planned, problems, strict=True)
    )


def _applicable_trials(block: Path, sdk: Sdk) -> list[HarmTrial]:
    if block.suffix != sdk.suffix:
        return []
    retried = retried_faults(block)
    return [
        one
        for one in trials(block)
        if (one.wants not in ("once", "kept") or one.schedule not in retried)
        and (not sdk.node or depends_on_node(block, one.schedule))
    ]


def _schedule(trial: HarmTrial) -> str:
    return ", ".join(filter(None, (trial.schedule, trial.says if trial.request else "", trial.user_code)))


async def _try_one(
    lab: Lab, runner: Runner, block: Path, trial: HarmTrial, name: str, plain: Plain
) -> str | None:
    program = plain_program(block)
    key = (runner.sdk, program, trial.schedule)
    if key not in plain:
        plain[key] = asyncio.ensure_future(
            run_program(lab, runner, program, Trial(trial.schedule), f"{name}n")
        )
    end, plain_outcome = await plain[key]
    given = Given(trial.request or {}, GIVEN.environment)
    run = Trial(trial.schedule, given, user_code=trial.user_code)
    fix, outcome = await run_block(lab, runner, block, run, f"{name}f")
    extra = _allowed_extra_requests(block.read_text(), trial, end)
    if only_prints(block):
        return find_harm_of_check(trial, end, fix, outcome, extra)
    return find_harm(trial, end, fix, outcome, sum(plain_outcome.waits), extra)


def _allowed_extra_requests(text: str, trial: HarmTrial, naive: End) -> int:
    """How many requests a block may send beyond those of the plain client."""
    # A block for several questions sends those requests too.
    more = QUESTIONS - 1 if "questions" in text else 0
    if trial.schedule in _FOR_ALL_QUESTIONS and "workers" in text:
        more = _WORKERS - 1  # those under way when the first one gets it
    extra = more * naive.requests if trial.wants == "error" else more
    if trial.schedule == "spend-cap" and _MORE_RETRIES.search(text) and "x-should-retry" not in text:
        # The SDK retries this 429 like any other before it raises it, and the steps say so.
        extra += _ADDITIONAL_RETRIES * (1 + more)
    # Reading a model's limits costs a request, but no tokens; a batch has a state, and results.
    return extra + ("models.retrieve" in text) + 2 * ("batches." in text)


def main(argv: list[str] | None = None) -> int:
    """Returns 0 if no block does harm."""
    parser = argparse.ArgumentParser(
        prog="python -m diagnostic.lab.harm", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--update", action="store_true", help="write the record")
    parser.add_argument("--changed", action="store_true", help="only blocks that changed since the record")
    parser.add_argument("--block", action="append", default=[], help="only blocks of this name")
    parser.add_argument("--random", type=int, metavar="SEED", help="random trials, the same for each seed")
    parser.add_argument("--trials", type=int, default=300, help="how many random trials")
    options = parser.parse_args(argv)
    existing = step_blocks(rulebook().causes.values())
    blocks = _changed_blocks(existing) if options.changed else existing
    if options.block:
        blocks = [block for block in blocks if block.stem.removesuffix("_async") in options.block]
    if options.random is not None:
        return _try_at_random(blocks, options.random, options.trials)
    runs = asyncio.run(try_blocks(blocks))
    harmful = [run for run in runs if run.harm]
    for run in harmful:
        print(f"{run.block}: {run.sdk}, {run.schedule}: {run.harm}")
    if options.update:
        _write(runs, {name_of(block) for block in existing})
    print(f"{len(runs)} trials of {len(blocks)} blocks, {len(harmful)} show harm")
    return 1 if harmful else 0


def _try_at_random(blocks: list[Path], seed: int, number: int) -> int:
    planned = plan_at_random(blocks, seed, number)
    harmful = asyncio.run(try_at_random(planned))
    print(*harmful, f"{number} random trials of seed {seed}, {len(harmful)} show harm", sep="\n")
    return 1 if harmful else 0


def _changed_blocks(blocks: list[Path]) -> list[Path]:
    """The blocks that changed since the record, or did harm in it."""
    recorded = read_harm()
    harmful = {run.block for run in recorded if run.harm}
    known = {(run.block, run.hash, run.sdk) for run in recorded if run.block not in harmful}
    return [
        block
        for block in blocks
        if any(
            (name_of(block), hash_of(block), sdk.name) not in known
            for sdk in SDKS
            if _applicable_trials(block, sdk)
        )
    ]


def _write(runs: list[HarmRun], existing: set[str]) -> None:
    """Replaces the recorded runs of these blocks; `existing` are the names of all current blocks."""
    tried = {run.block for run in runs}
    kept = [run for run in read_harm() if run.block not in tried and run.block in existing]
    HARM.write_bytes(b"[\n" + b",\n".join(map(msgspec.json.encode, sorted([*kept, *runs]))) + b"\n]\n")


if __name__ == "__main__":
    sys.exit(main())
