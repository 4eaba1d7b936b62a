"""Every fix where it must change nothing: it asks no more often, hides no error, and passes no cut answer on
as whole.

python -m diagnostic.lab.harm             fails where a block does harm, or its record is of another text
python -m diagnostic.lab.harm --update    writes rules/_shared/harm.json
python -m diagnostic.lab.harm --block restart
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import re2

from diagnostic.diagnosis import rulebook
from diagnostic.lab.blocks import Given, Trial, run_block
from diagnostic.lab.catalogue import FAULTS
from diagnostic.lab.claims import block_paths, run_naive, streams
from diagnostic.lab.network import CERTIFICATE
from diagnostic.lab.plan import NAIVE, hash_of
from diagnostic.lab.reproduction import HEALTHY
from diagnostic.lab.run import Outcome, Runner
from diagnostic.lab.schedule import Schedule
from diagnostic.lab.sdks import LATEST, Sdk
from diagnostic.lab.server import Lab
from diagnostic.proof.record import HARM, End, HarmRun, read_harm
from diagnostic.rules import Cause

QUESTIONS = 6  # as the harness asks
# They need a sign-in with a cloud platform, their own proxy or a batch, before they ask anything.
_ELSEWHERE = (
    "AnthropicBedrock",
    "AnthropicVertex",
    "AnthropicFoundry",
    "AnthropicGoogleCloud",
    "PROXY_",
    "processing_status",
    "batches.create",
)


@dataclass(frozen=True, slots=True)
class Harmless:
    """A place where a fix must change nothing.

    Wants: answer (whole, as cheap as the naive program), error (the real one, as early as the naive program),
    once
    (one request, however it ends), kept (one request, and the caller holds what it says: a stop reason, each
    call),
    loud (an error: what came is not whole), same error (after all tries that of the naive program), accepted
    (the API takes what the block
    makes of this history).
    """

    schedule: str
    wants: str
    says: str = ""  # of error: what the caller must see
    stream_only: bool = False
    own_side: str = ""
    request: dict | None = None  # a history to put right, instead of the plain request


SUITE = (
    Harmless("ok", "answer"),
    Harmless("max-tokens", "kept", "max_tokens"),
    Harmless("refusal", "kept", "refusal"),
    Harmless("two-tools", "kept", "Rome"),
    Harmless("credit-balance", "error", "credit balance is too low"),
    Harmless("authentication", "error", "x-api-key"),
    Harmless("spend-cap", "error", "usage limits"),
    Harmless("service-unavailable~x-should-retry=false", "error", "temporarily unavailable"),
    *(
        Harmless(f"rate-limit~{header}*1", "answer")
        for header in (
            "retry-after=7",
            "retry-after=date:9",
            "retry-after-ms=3000",
            "retry-after=0",
            "retry-after=-5",
            "retry-after=300",
        )
    ),
    Harmless("overloaded*1", "answer"),
    Harmless("reset-before-response*1", "answer"),
    Harmless("hang", "once", own_side="own-cancel"),
    Harmless("slow", "answer", stream_only=True),
    Harmless("late-answer", "answer", stream_only=True),
    Harmless("ok", "once", "own handler", stream_only=True, own_side="own-bug"),
    Harmless("drop-after-message-stop", "once", stream_only=True),
    Harmless("stream-content-filtered", "error", "content filtering", stream_only=True),
    Harmless("end-before-message-stop", "loud", stream_only=True),
    Harmless("tool-call-cut", "loud", stream_only=True),
    Harmless("stream-empty", "loud", stream_only=True),
    Harmless("stream-overloaded", "same error", stream_only=True),
)

# What only prepares a request, or a client, is told by these whether it spoils anything.
_FOR_PREPARING = ("ok", "credit-balance", "overloaded*1")
_ASKS = re2.compile(r"\.(create|stream|parse|count_tokens|countTokens)\(|with_options|withOptions")
_IN_REQUESTS = re2.compile(rf"{_ASKS.pattern}|(?:def|function) \w+\((?:messages|request|tools)\b")
_LEAVES = re2.compile(r"\b(?:message|text|answers|client)\b.* = |\b(?:def|function) ")
_TO_THE_END = re2.compile("message_stop|finalMessage")
# Histories with a defect where authors of fixes do not look for it: nested, at an edge, beside something
# else.
HISTORIES = json.loads((Path(__file__).parent / "histories.json").read_text())
# Of a company's certificate the lab has one.
_GIVEN = Given(environment={"COMPANY_CA": str(CERTIFICATE)})


def step_blocks(causes: Iterable[Cause]) -> list[Path]:
    """Every block, each once; not those that need a sign-in with a cloud platform, nor checks and precautions
    that have nothing to do with a request.
    """
    found: dict[Path, None] = {}
    for cause in causes:
        for step in cause.steps:
            paths = block_paths(cause, step).values()
            found |= dict.fromkeys(
                path for path in paths if step.kind == "fix" or _IN_REQUESTS.search(path.read_text())
            )
    return [path for path in sorted(found) if not any(name in path.read_text() for name in _ELSEWHERE)]


def trials(block: Path) -> list[Harmless]:
    """The part of the suite that a block can meet."""
    text = block.read_text()
    if not _ASKS.search(text):
        plain = [one for one in SUITE if one.schedule in _FOR_PREPARING and not one.own_side]
        return plain + _history_trials(block)
    chosen = [one for one in SUITE if streams(block) or not one.stream_only]
    if shows_only(block) and not _TO_THE_END.search(text):  # it looks at how a stream begins
        chosen = [one for one in chosen if not one.stream_only]
    if "models.retrieve" in text:  # the lab would delay the page of the model, too
        chosen = [one for one in chosen if one.schedule != "late-answer"]
    if not any(name in text for name in ("on_text", "onText")):
        chosen = [one for one in chosen if one.own_side != "own-bug"]
    # A thread cannot be interrupted, and TypeScript code is cancelled by a signal that it takes.
    if block.suffix == ".ts":
        can_cancel = " signal = " in text and "const signal" not in text
    else:
        can_cancel = "ThreadPoolExecutor" not in text
    return chosen if can_cancel else [one for one in chosen if one.own_side != "own-cancel"]


def shows_only(block: Path) -> bool:
    """Whether a block is there for what it prints: a check, or what leaves no answer and no client."""
    kinds = {
        step.kind
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
    }
    return kinds == {"check"} or not _LEAVES.search(block.read_text())


def _history_trials(block: Path) -> list[Harmless]:
    """What a block must put right; in Python also where the history holds answers as the SDK gave them."""
    sides = ("", "sdk-objects") if block.suffix == ".py" else ("",)
    own = claimed_faults(block)
    return [
        Harmless(one["fault"], "accepted", one["says"], own_side=side, request=one["request"])
        for one in HISTORIES
        if one["fault"] in own
        for side in sides
    ]


def mended_faults(block: Path) -> set[str]:
    """The faults that a block is for: there it has to ask again."""
    return {name for name in claimed_faults(block) if not FAULTS[name].is_conditional} - {*HEALTHY}


def claimed_faults(block: Path) -> set[str]:
    """The faults after which a block claims to answer."""
    return {
        Schedule.parse(claim.schedule).fault
        for cause in rulebook().causes.values()
        for step in cause.steps
        if block in block_paths(cause, step).values()
        for claim in step.proof
        if claim.fix == "answers"
    }


def find_harm(
    trial: Harmless, naive: End, fix: End, outcome: Outcome, naive_waits: float, extra: int
) -> str | None:
    """What a block spoils; None where it spoils nothing."""
    if fix.ends == "stopped":
        return "does not end"
    seen = outcome.stdout + outcome.stderr
    if trial.wants == "accepted":
        return None if fix.ends == "answered" else f"does not put right {trial.says}: {seen[-200:]}"
    if trial.wants == "loud":
        return None if fix.ends == "raised" else "passes a cut answer on as whole"
    if trial.wants == "same error":
        return (
            None if _class_of(fix) == _class_of(naive) else f"raises {_class_of(fix)} for {_class_of(naive)}"
        )
    if trial.wants in ("once", "kept"):
        if fix.requests > 1 + extra:
            return f"asks {fix.requests} times where once is enough"
        loud = trial.wants == "kept" and fix.ends == "raised"
        return None if loud or trial.says in seen else f"hides {trial.says!r}"
    return _find_difference(trial, naive, fix, outcome, naive_waits, extra)


def _find_difference(
    trial: Harmless, naive: End, fix: End, outcome: Outcome, naive_waits: float, extra: int
) -> str | None:
    """What a block does worse than the plain client where that one does right."""
    seen = outcome.stdout + outcome.stderr
    if fix.requests > max(naive.requests, 1) + extra:
        return f"asks {fix.requests} times where the plain client asks {naive.requests} times"
    if trial.wants == "error":
        if fix.ends != "raised":
            return f"{fix.ends} where an error is due"
        return None if trial.says in seen else f"hides the real error: {seen[-200:]}"
    if fix.ends != "answered":
        return f"{fix.ends} where the plain client answers: {seen[-200:]}"
    if sum(outcome.waits) < 0.5 * naive_waits:
        return f"waits {sum(outcome.waits):.0f} s where the plain client waits {naive_waits:.0f} s"
    return None


def find_harm_of_check(trial: Harmless, naive: End, fix: End, outcome: Outcome, extra: int) -> str | None:
    """The same of a block that only shows something: it may end the plain program's error with a print."""
    if fix.ends == "stopped":
        return "does not end"
    most = 1 if trial.wants in ("once", "kept") else max(naive.requests, 1)
    if fix.requests > most + extra:
        return f"asks {fix.requests} times where {most} are enough"
    seen = outcome.stdout + outcome.stderr
    if trial.wants == "error" and trial.says not in seen:
        return f"hides the real error: {seen[-200:]}"
    if trial.wants == "answer" and fix.ends == "raised":
        return f"raises where the plain client answers: {seen[-200:]}"
    return None


def _class_of(end: End) -> str:
    return (end.says or "").partition(":")[0]


async def try_blocks(blocks: list[Path], sdks: Iterable[Sdk]) -> list[HarmRun]:
    """The suite on each block, with one SDK of each language at a time."""
    runs: list[HarmRun] = []
    async with Lab() as lab:

        async def work(sdk: Sdk) -> None:
            naive: dict[tuple[str, str], tuple[End, float]] = {}
            async with Runner(sdk) as runner:
                for block in [block for block in blocks if block.suffix == sdk.suffix]:
                    mended = mended_faults(block)
                    due = [
                        one
                        for one in trials(block)
                        if one.wants not in ("once", "kept") or one.schedule not in mended
                    ]
                    for number, trial in enumerate(due):
                        name = f"h{sdk.version}-{hash_of(block)[:6]}-{number}"
                        problem = await _try_one(lab, runner, block, trial, name, naive)
                        if problem:  # a machine under load may be late once
                            problem = await _try_one(lab, runner, block, trial, f"{name}r", naive)
                        parts = (trial.schedule, trial.says if trial.request else "", trial.own_side)
                        schedule = ", ".join(filter(None, parts))
                        runs.append(HarmRun(_name(block), hash_of(block), sdk.name, schedule, problem))

        await asyncio.gather(*map(work, sdks))
    return sorted(runs)


async def _try_one(
    lab: Lab, runner: Runner, block: Path, trial: Harmless, name: str, naive: dict
) -> str | None:
    kind = "stream" if streams(block) else "create"
    if (kind, trial.schedule) not in naive:
        program = NAIVE / f"{kind}{runner.sdk.suffix}"
        naive[kind, trial.schedule] = await run_naive(lab, runner, program, Trial(trial.schedule), f"{name}n")
    end, waits = naive[kind, trial.schedule]
    given = Given(trial.request or {}, _GIVEN.environment)
    run = Trial(trial.schedule, given, own_side=trial.own_side)
    fix, outcome = await run_block(lab, runner, block, run, f"{name}f")
    # A block for many questions asks the other ones, too.
    more = QUESTIONS - 1 if "questions" in block.read_text() else 0
    extra = more * end.requests if trial.wants == "error" else more
    # To read a model's limits costs a request, but no generation.
    extra += "models.retrieve" in block.read_text()
    if shows_only(block):
        return find_harm_of_check(trial, end, fix, outcome, extra)
    return find_harm(trial, end, fix, outcome, waits, extra)


def _name(block: Path) -> str:
    return f"{block.parent.name}/{block.name}"


def main(argv: list[str] | None = None) -> int:
    """Exit 0 where no block does harm."""
    parser = argparse.ArgumentParser(
        prog="python -m diagnostic.lab.harm", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--update", action="store_true", help="write the record")
    parser.add_argument("--changed", action="store_true", help="only blocks that changed since the record")
    parser.add_argument("--block", action="append", default=[], help="only blocks of this name")
    options = parser.parse_args(argv)
    blocks = step_blocks(rulebook().causes.values())
    recorded = read_harm()
    if options.block:
        blocks = [block for block in blocks if block.stem.removesuffix("_async") in options.block]
    if options.changed:
        harmful = {run.block for run in recorded if run.harm}
        known = {(run.block, run.hash) for run in recorded if run.block not in harmful}
        blocks = [block for block in blocks if (_name(block), hash_of(block)) not in known]
    runs = asyncio.run(try_blocks(blocks, LATEST.values()))
    harmful = [run for run in runs if run.harm]
    for run in harmful:
        print(f"{run.block}: {run.sdk}, {run.schedule}: {run.harm}")
    if options.update:
        tried = {run.block for run in runs}
        there = {_name(block) for block in step_blocks(rulebook().causes.values())}
        kept = [run for run in recorded if run.block not in tried and run.block in there]
        HARM.write_bytes(b"[\n" + b",\n".join(map(msgspec.json.encode, sorted([*kept, *runs]))) + b"\n]\n")
    print(f"{len(runs)} trials of {len(blocks)} blocks, {len(harmful)} show harm")
    return 1 if harmful else 0


if __name__ == "__main__":
    sys.exit(main())
